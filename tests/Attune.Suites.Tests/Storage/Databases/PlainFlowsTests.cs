using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Workloads;
using Attune.Testing;

namespace Attune.Suites.Tests.Storage.Databases;

public sealed class PlainFlowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromSeconds(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Insert_EitherWay_StoresWhatTheRoomReadsBack()
    {
        var database = new SqliteDatabase(_folder.Path);
        var flows = _flows.Take(20);
        using (var plain = await PlainFlows.CreateAsync(database, SynchronousMode.Normal))
        {
            plain.InsertParsingEach(flows[..10]);
            plain.InsertEach(flows[10..]);
            plain.Check(20);
        }

        await using var room = AttuneStorage.Open(database.Setup(SynchronousMode.Normal));
        (await room.Events.ReadFlowsAsync("benchmark", FlowSequence.Start).ToListAsync()).ShouldBe(flows);
    }

    [Fact]
    public async Task Check_RowsAreMissing_Fails()
    {
        using var plain = await PlainFlows.CreateAsync(new SqliteDatabase(_folder.Path), SynchronousMode.Normal);
        plain.InsertEach(_flows.Take(3));
        Should.Throw<InvalidOperationException>(() => plain.Check(4)).Message.ShouldContain("3 rows");
    }
}
