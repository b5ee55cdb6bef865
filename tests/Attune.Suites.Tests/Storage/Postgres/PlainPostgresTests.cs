using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Storage.Postgres;
using Attune.Suites.Workloads;
using Attune.Testing;
using PostgresDatabase = Attune.Suites.Storage.Postgres.PostgresDatabase;

namespace Attune.Suites.Tests.Storage.Postgres;

public sealed class PlainPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromSeconds(1));

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Insert_RowsAndCopy_StoresEachOnce()
    {
        Skip.If(LedgerDatabase.WhyNot(StorageEngine.Postgres) is not null, LedgerDatabase.WhyNot(StorageEngine.Postgres));
        await using var database = await PostgresDatabase.CreateAsync(CancellationToken.None);
        await using var room = AttuneStorage.Open(database.Setup(SynchronousMode.Full));
        (await room.CheckAsync()).ShouldBeNull();
        await using var plain = await PlainPostgres.CreateAsync(database, CancellationToken.None);

        await plain.InsertAsync(_flows.Take(25), rowsEach: 10, CancellationToken.None);
        await plain.InsertAsync(_flows.Take(3), rowsEach: 1, CancellationToken.None);
        if (Psql.Unavailable is null)
        {
            await plain.CopyAsync(_folder.Path, _flows.Take(50), CancellationToken.None);
        }

        await plain.CheckAsync(CancellationToken.None);
        await PlainSql.ExecuteAsync(database.ConnectionString, $"DELETE FROM {plain.Table} WHERE protocol = 'ESMTP'", CancellationToken.None);
        await Should.ThrowAsync<InvalidOperationException>(() => plain.CheckAsync(CancellationToken.None));
    }
}
