using Attune.Storage.Sql;
using Attune.Storage.Tests.Contract;
using Attune.Testing;
using Microsoft.Data.Sqlite;

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

        await using var impatient = OpenImpatient();
        var error = await Should.ThrowAsync<StorageException>(() => impatient.Maintenance.VacuumAsync());
        error.Message.ShouldContain("is being read or written by others");
        error.IsTransient.ShouldBeTrue();

        reader.Execute("COMMIT");
        await Storage.Maintenance.VacuumAsync();
    }

    [Fact]
    public async Task GetStatusAsync_OfADatabaseOfAnotherProgram_SaysSoAndGivesNoAdviceToMigrate()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("theirs.db");
        await using (var theirs = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await theirs.OpenAsync();
            theirs.Execute("CREATE TABLE customers (name TEXT)");
        }

        await using var storage = AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Path = path }, ReadOnly = true });
        (await Should.ThrowAsync<StorageException>(() => storage.Maintenance.GetStatusAsync())).Message.ShouldContain("not one of Attune's");
    }

    [Fact]
    public async Task VacuumAsync_WhileAnotherProcessWrites_SaysSo()
    {
        await using var impatient = OpenImpatient();
        await using var writer = await Database.ConnectAsync();
        writer.Execute("BEGIN IMMEDIATE");
        (await Should.ThrowAsync<StorageException>(() => impatient.Maintenance.VacuumAsync())).IsTransient.ShouldBeTrue();
    }

    /// <summary>A second store on the same file, which does not wait for others as long as the first.</summary>
    private AttuneStorage OpenImpatient()
    {
        var setup = Database.Setup;
        setup.Storage.BusyTimeout = TimeSpan.FromMilliseconds(100);
        return AttuneStorage.Open(setup);
    }
}
