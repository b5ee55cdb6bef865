using Attune.Storage.Sql;
using Attune.Storage.Tests.Contract;
using Attune.Testing;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteMaintenanceTests : MaintenanceContract<SqliteUnderTest>
{
    [Fact]
    public async Task VacuumAsync_AfterDeletes_MakesTheFileSmaller()
    {
        await Storage.Events.AppendAsync(new EventBatch("test", [.. Enumerable.Range(0, 20_000).Select(number => SampleEvents.Flow(number))], [], []));
        await using (var connection = await Database.ConnectAsync())
        {
            connection.Execute("DELETE FROM flows");
        }

        var path = Database.Setup.Storage.Path;
        await Storage.Maintenance.VacuumAsync();
        var small = new FileInfo(path).Length;
        small.ShouldBeLessThan(500_000);
        new FileInfo($"{path}-wal").Length.ShouldBe(0, "the log is emptied");
        (await Storage.Maintenance.GetStatusAsync()).TotalBytes.ShouldBeGreaterThanOrEqualTo(small);
    }

    [Fact]
    public async Task VacuumAsync_WhileSomeoneReads_SaysSoAndChangesNothing()
    {
        await Storage.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], []));
        await using var reader = await Database.ConnectAsync();
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM flows");
        await Storage.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(2)], [], []));

        var error = await Should.ThrowAsync<StorageException>(() => Storage.Maintenance.VacuumAsync());
        error.Message.ShouldContain("is being read or written by others");
        error.IsTransient.ShouldBeTrue();

        reader.Execute("COMMIT");
        await Storage.Maintenance.VacuumAsync();
    }

    [Fact]
    public async Task VacuumAsync_WhileAnotherProcessWrites_SaysSo()
    {
        await using var writer = await Database.ConnectAsync();
        writer.Execute("BEGIN IMMEDIATE");
        (await Should.ThrowAsync<StorageException>(() => Storage.Maintenance.VacuumAsync())).IsTransient.ShouldBeTrue();
    }
}
