using Attune.Events;
using Attune.Server.Ingest;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Storage.Maintenance;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Server.Tests.Ingest;

public sealed class IngestStreamTests : IDisposable
{
    private static readonly DateTime Start = SampleEvents.Start;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Windows_OfAnyFlows_EqualANaiveAggregate()
    {
        var minutes = Gen.Choose(0, 59).ArrayOf(60).Select(jitter => jitter.Select((value, index) => (index * 10) + (value / 2)).ToArray());
        var cuts = Gen.Choose(1, 20);
        Prop.ForAll(minutes.ToArbitrary(), cuts.ToArbitrary(), (times, cut) => RunAsync(times, cut).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

        static async Task<bool> RunAsync(int[] times, int cut)
        {
            using var folder = new TemporaryFolder();
            await using var test = await PipelineUnderTest.OpenAsync(folder, TimeSpan.FromHours(1));
            var flows = times.Select((minute, number) =>
                SampleEvents.Flow(number, $"10.0.0.{number % 5}", number * 7, number % 3 == 0 ? "SMTP" : "HTTP", Start.AddMinutes(minute))).ToList();
            foreach (var batch in flows.Chunk(cut))
            {
                await test.SubmitAsync(batch);
            }

            await test.SubmitAsync(SampleEvents.Flow(1000, time: Start.AddDays(3)));
            var expected = flows.GroupBy(flow => flow.Timestamp.AddMinutes(-flow.Timestamp.Minute)).OrderBy(group => group.Key).ToList();
            var windows = await test.WindowsAsync(expected.Count);
            windows.Select(window => (window.Start, window.Total.Flows, window.Total.Bytes, window.Total.Min, window.Total.Max, window.DistinctSources)).ShouldBe(
                expected.Select(group => (group.Key, group.LongCount(), (double)group.Sum(flow => flow.Bytes), (double)group.Min(flow => flow.Bytes), (double)group.Max(flow => flow.Bytes),
                    (long)group.Select(flow => flow.SourceIp).Distinct().Count())));
            windows.SelectMany(window => window.Protocols.Select(protocol => (window.Start, protocol.Key, protocol.Flows, protocol.Bytes))).ShouldBe(
                expected.SelectMany(group => group.GroupBy(flow => flow.Protocol).Select(part => (group.Key, part.Key, part.LongCount(), (double)part.Sum(flow => flow.Bytes)))),
                ignoreOrder: true);
            return true;
        }
    }

    [Fact]
    public async Task Submit_Duplicates_CountsThemOnce()
    {
        await using var test = await PipelineUnderTest.OpenAsync(_folder);
        await test.SubmitAsync(SampleEvents.Flow(1, bytes: 5), SampleEvents.Flow(1, bytes: 5), SampleEvents.Flow(2, bytes: 7));

        (await test.SubmitAsync(SampleEvents.Flow(2, bytes: 7), SampleEvents.Flow(3, bytes: 11))).Duplicates.ShouldBe(1);
        await test.SubmitAsync(SampleEvents.Flow(4, time: Start.AddHours(1)));

        var window = (await test.WindowsAsync(1)).Single();
        (window.Total.Flows, window.Total.Bytes).ShouldBe((3, 23));
    }

    [Fact]
    public async Task Open_AfterRetentionOfOldEvents_StillHasThoseOfItsOpenWindow()
    {
        await using (var before = await PipelineUnderTest.OpenAsync(_folder))
        {
            await before.SubmitAsync(SampleEvents.Flow(1, bytes: 1), SampleEvents.Flow(2, bytes: 2, time: Start.AddMinutes(70)), SampleEvents.Flow(3, bytes: 4, time: Start.AddMinutes(80)));
            (await before.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(1);
        }

        (await DeleteOldFlowsAsync()).ShouldBe(1);

        await using var after = await PipelineUnderTest.OpenAsync(_folder);
        await after.SubmitAsync(SampleEvents.Flow(4, time: Start.AddMinutes(130)));
        (await after.WindowsAsync(2)).Select(window => window.Total.Bytes).ShouldBe([1, 6]);
    }

    [Fact]
    public async Task Open_AfterRetentionBeforeAnyWindowClosed_HasLostNothing()
    {
        await using (var before = await PipelineUnderTest.OpenAsync(_folder, TimeSpan.FromDays(7)))
        {
            await before.SubmitAsync(SampleEvents.Flow(1, bytes: 1), SampleEvents.Flow(2, bytes: 2, time: Start.AddDays(6)));
        }

        (await DeleteOldFlowsAsync()).ShouldBe(0);

        await using var after = await PipelineUnderTest.OpenAsync(_folder, TimeSpan.FromDays(7));
        await after.SubmitAsync(SampleEvents.Flow(3, time: Start.AddDays(14)));
        (await after.WindowsAsync(2)).Select(window => window.Total.Bytes).ShouldBe([1, 2]);
    }

    /// <summary>Deletes as a server would whose flows are kept for a day.</summary>
    private async Task<long> DeleteOldFlowsAsync()
    {
        await using var storage = AttuneStorage.Open(new StorageSetup
        {
            Storage = new StorageOptions { Path = _folder.File("attune.db") }, Retention = new RetentionOptions { Flows = TimeSpan.FromDays(1), Interval = TimeSpan.Zero },
        });
        return (await storage.Maintenance.ApplyRetentionAsync()).Rows;
    }

    [Fact]
    public async Task Open_AfterAStopWithAnOpenWindow_CountsItsEventsExactlyOnce()
    {
        await using (var before = await PipelineUnderTest.OpenAsync(_folder))
        {
            await before.SubmitAsync(SampleEvents.Flow(1, bytes: 1), SampleEvents.Flow(2, bytes: 2));
            await before.SubmitAsync(SampleEvents.Flow(3, bytes: 4, time: Start.AddHours(1)));
            await before.Stream.SubmitAsync(new EventBatch("test", [], [SampleEvents.Text(4, "spam", Start.AddHours(1))], []));
            (await before.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(3);
        }

        await using var after = await PipelineUnderTest.OpenAsync(_folder);
        await after.SubmitAsync(SampleEvents.Flow(3, bytes: 4, time: Start.AddHours(1)), SampleEvents.Flow(5, bytes: 8, time: Start.AddMinutes(90)));
        await after.SubmitAsync(SampleEvents.Flow(6, bytes: 16, time: Start.AddHours(2)));

        var windows = await after.WindowsAsync(2);
        windows.Select(window => (window.Start, window.Total.Flows, window.Total.Bytes, window.Messages, window.Spam))
            .ShouldBe([(Start, 2, 3, 0, 0), (Start.AddHours(1), 2, 12, 1, 1)]);
        (await after.Store.CountRowsAsync()).DeadLetters.ShouldBe(0);
    }

    [Fact]
    public async Task Open_AfterARestart_StillKnowsWhatIsLate()
    {
        await using (var before = await PipelineUnderTest.OpenAsync(_folder))
        {
            await before.SubmitAsync(SampleEvents.Flow(1), SampleEvents.Flow(2, time: Start.AddHours(1)));
            await before.WindowsAsync(1);
        }

        await using var after = await PipelineUnderTest.OpenAsync(_folder);
        await after.SubmitAsync(SampleEvents.Flow(3, time: Start.AddMinutes(1)));

        await Eventually.TrueAsync(async () => (await after.Store.CountRowsAsync()).DeadLetters == 1, "the late event is kept");
        (await after.WindowsAsync(1)).Single().Total.Flows.ShouldBe(1);
    }

    [Fact]
    public async Task Submit_LateEvent_BecomesADeadLetterWithoutWaitingForTheNextEvent()
    {
        await using var test = await PipelineUnderTest.OpenAsync(_folder);
        await test.SubmitAsync(SampleEvents.Flow(1), SampleEvents.Flow(2, time: Start.AddHours(1)));
        var late = SampleEvents.Flow(3, "10.9.9.9", time: Start.AddMinutes(59));

        (await test.SubmitAsync(late)).NewFlows.ShouldBe([true]);
        await Eventually.TrueAsync(async () => (await test.Store.CountRowsAsync()).DeadLetters == 1, "the dead letter");

        var letter = (await test.Store.GetDeadLettersAsync(new DeadLetterQuery())).Items.Single().Letter;
        letter.Reason.ShouldBe("late");
        letter.Position.ShouldContain(late.Id.ToString());
        (await test.WindowsAsync(1)).Single().Total.Flows.ShouldBe(1);
        test.Stream.LateEvents.ShouldBe(1);
        (await test.Store.CountRowsAsync()).Flows.ShouldBe(3);
    }

    [Fact]
    public async Task Complete_OfAReplay_ClosesEveryWindowAndASecondRunComesToTheSame()
    {
        Flow[] flows = [SampleEvents.Flow(1, bytes: 3), SampleEvents.Flow(2, bytes: 4, time: Start.AddHours(5))];
        var runs = new List<IReadOnlyList<WindowResult>>();
        for (var run = 0; run < 2; run++)
        {
            await using var test = await PipelineUnderTest.OpenAsync(_folder, mode: IngestMode.Replay);
            await test.SubmitAsync(flows);
            await test.Stream.CompleteAsync();
            runs.Add(await test.WindowsAsync(2));
        }

        runs[1].Select(window => (window.Start, window.Total.Bytes)).ShouldBe([(Start, 3), (Start.AddHours(5), 4)]);
        runs[0].Select(window => window.Total).ShouldBe(runs[1].Select(window => window.Total));
    }

    [Fact]
    public async Task Open_OfAnOpenStream_IsRefused()
    {
        await using var test = await PipelineUnderTest.OpenAsync(_folder);

        await Should.ThrowAsync<InvalidOperationException>(() => test.Pipeline.OpenAsync("test", IngestMode.Live));

        await test.SubmitAsync(SampleEvents.Flow(1));
    }
}
