using Attune.Events;
using Attune.Testing;
using Attune.Tuning;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Sqlite;

/// <summary>What only a file has.</summary>
public sealed class SqliteFileTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private AttuneStorage _store = null!;

    private StorageOptions Options => new() { Path = _folder.File("attune.db"), BusyTimeout = TimeSpan.FromMilliseconds(200) };

    public Task InitializeAsync()
    {
        _store = AttuneStorage.Open(Options);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private static EventBatch Flows(params Flow[] flows) => new("test", flows, [], []);

    [Fact]
    public void Open_FileThatIsNoDatabase_SaysWhatToDo()
    {
        File.WriteAllText(_folder.File("text.db"), new string('x', 5000));
        Should.Throw<StorageException>(() => AttuneStorage.Open(new StorageOptions { Path = _folder.File("text.db") }))
            .Message.ShouldContain("is not a usable Attune database");
    }

    [Fact]
    public void Open_DatabaseOfANewerVersion_Refuses()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_migrations VALUES (999, 'from the future', 0)";
            command.ExecuteNonQuery();
        }

        Should.Throw<StorageException>(() => AttuneStorage.Open(Options)).Message.ShouldContain("newer Attune");
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAsItIs()
    {
        var path = _folder.File("foreign.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(path);
        Should.Throw<StorageException>(() => AttuneStorage.Open(new StorageOptions { Path = path })).Message.ShouldContain("not one of Attune's");
        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public async Task GetFlowsAsync_PagesOfOneSource_NeedNoSort()
    {
        await _store.Events.AppendAsync(Flows(SampleEvents.Flow(1)));
        using var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT id, bytes_transferred FROM flows WHERE source_ip = $s AND id > x'00' ORDER BY id LIMIT 10";
        command.Parameters.AddWithValue("$s", "10.0.0.1");
        using var reader = command.ExecuteReader();
        var plan = "";
        while (reader.Read())
        {
            plan += reader.GetString(3) + "; ";
        }

        plan.ShouldContain("flows_by_source");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task CheckAsync_WhileAnotherProcessHoldsTheLock_SaysWhatIsWrong_AndIsWellAgainAfterwards()
    {
        await _store.Events.AppendAsync(Flows(SampleEvents.Flow(1)));
        (await _store.CheckAsync()).ShouldBeNull();
        using (var locker = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False"))
        {
            // Another process that holds the write lock is the fault that a test can make and undo.
            locker.Open();
            using var command = locker.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            (await _store.CheckAsync()).ShouldNotBeNull();
        }

        await Eventually.TrueAsync(async () => await _store.CheckAsync() is null);
    }

    [Fact]
    public async Task CheckAsync_FileDeletedWhileOpen_SaysSo()
    {
        var folder = Directory.CreateDirectory(_folder.File("gone")).FullName;
        await using var store = AttuneStorage.Open(new StorageOptions { Path = Path.Combine(folder, "attune.db") });
        (await store.CheckAsync()).ShouldBeNull();
        Directory.Delete(folder, recursive: true);

        (await store.CheckAsync()).ShouldNotBeNull().ShouldContain("deleted");
    }

    [Fact]
    public void Open_FolderThatCannotBeMade_SaysSo() =>
        Should.Throw<StorageException>(() => AttuneStorage.Open(new StorageOptions { Path = "/proc/nowhere/attune.db" })).Message.ShouldContain("cannot be made");

    [Fact]
    public async Task Open_SeveralAtOnce_MigrateOnce()
    {
        for (var round = 0; round < 10; round++)
        {
            var path = _folder.File($"fresh{round}.db");
            using var start = new Barrier(4);
            var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return AttuneStorage.Open(new StorageOptions { Path = path });
                },
                TaskCreationOptions.LongRunning)));
            foreach (var store in stores)
            {
                (await store.CheckAsync()).ShouldBeNull();
                await store.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task BatchSize_IsATunableOfTheRegistry()
    {
        var registry = new TunableRegistry();
        await using var store = AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Path = _folder.File("tuned.db"), BatchSize = 10 }, Tunables = registry });
        registry.Find("storage.batch_size")!.Set(20, "test", "larger");
        (await store.Events.AppendAsync(Flows(SampleEvents.Flow(1)))).Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task CheckAsync_FolderWasDeleted_SaysSo()
    {
        var folder = Directory.CreateDirectory(_folder.File("gone")).FullName;
        await using var storage = AttuneStorage.Open(new StorageOptions { Path = Path.Combine(folder, "attune.db") });
        Directory.Delete(folder, recursive: true);
        (await storage.CheckAsync()).ShouldNotBeNull().ShouldContain(folder);
    }
}
