using System.Data.Common;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Sql;
using Attune.Storage.Tests.Pool;
using Attune.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Sql;

public sealed class SlowQueryLogTests
{
    [Fact]
    public async Task ReportAsync_PlanThatCannotBeHad_SaysWhyAndDoesNotFail()
    {
        var logger = new RecordingLogger();
        using var meter = new StorageMeter();
        using var connection = new SqliteConnection();
        await new SlowQueryLog(new StorageTunables(new StorageSetup()).SlowQuery, meter, logger)
            .ReportAsync(new NoPlans(), connection, new SqlQuery("a.query", "SELECT 1"), TimeSpan.FromSeconds(1), 7, default);

        var entry = logger.Entries.ShouldHaveSingleItem();
        entry.Text.ShouldContain("a.query");
        entry.Text.ShouldContain("the server went away");
    }

    private sealed class NoPlans : ISqlEngine
    {
        public string Name => "";

        public StorageEngine Kind => StorageEngine.Postgres;

        public ConnectionPool Readers => throw new NotSupportedException();

        public IEngineMaintenance Maintenance => throw new NotSupportedException();

        public bool Blocks => false;

        public ValueTask EnsureReadyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public IReadOnlyList<IWriteSession> OpenWriters() => [];

        public StorageException? Translate(Exception error) => error is IOException ? new StorageException("the server went away", error) : null;

        public Task<string> ExplainAsync(DbConnection connection, SqlQuery query, CancellationToken cancellationToken) => Task.FromException<string>(new IOException("broken pipe"));

        public string? FindFault() => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
