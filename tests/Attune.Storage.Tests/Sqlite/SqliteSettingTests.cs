using Attune.Storage.Sql;
using Attune.Storage.Sqlite;
using Attune.Testing;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteSettingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SynchronousMode.Normal, 1, TempStore.Memory, 2)]
    [InlineData(SynchronousMode.Full, 2, TempStore.File, 1)]
    public void Connections_HaveEverySettingThatTheOptionsName(SynchronousMode synchronous, long synchronousNumber, TempStore tempStore, long tempStoreNumber)
    {
        var factory = new SqliteConnectionFactory(new StorageOptions
        {
            Path = _folder.File("attune.db"), Synchronous = synchronous, TempStore = tempStore, PageCacheKib = 4321, MmapBytes = 1 << 20, WalAutocheckpointPages = 567,
            BusyTimeout = TimeSpan.FromMilliseconds(1234),
        });
        using var writer = factory.OpenWriter();
        using var reader = factory.OpenReader();

        foreach (var connection in new[] { writer, reader })
        {
            connection.Scalar("PRAGMA busy_timeout").ShouldBe(1234L);
            connection.Scalar("PRAGMA cache_size").ShouldBe(-4321L);
            connection.Scalar("PRAGMA temp_store").ShouldBe(tempStoreNumber);
            connection.Scalar("PRAGMA journal_mode").ShouldBe("wal");
            connection.Scalar("PRAGMA page_size").ShouldBe((long)StorageOptions.PageSizeBytes);
        }

        writer.Scalar("PRAGMA synchronous").ShouldBe(synchronousNumber);
        writer.Scalar("PRAGMA wal_autocheckpoint").ShouldBe(567L);
        writer.Scalar("PRAGMA query_only").ShouldBe(0L);
        reader.Scalar("PRAGMA mmap_size").ShouldBe(1L << 20);
        reader.Scalar("PRAGMA query_only").ShouldBe(1L);
    }

    [Fact]
    public async Task GetStatusAsync_SettingThatTheFileCannotHave_IsMarked()
    {
        var path = _folder.File("attune.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            // A file that was made with another page size keeps it.
            connection.Open();
            connection.Execute("PRAGMA page_size = 4096; PRAGMA application_id = 1098151029; CREATE TABLE x (y); DROP TABLE x;");
        }

        await using var store = AttuneStorage.Open(new StorageOptions { Path = path });
        var setting = (await store.Maintenance.GetStatusAsync()).Settings.Where(setting => setting.Differs).ShouldHaveSingleItem();
        (setting.Connection, setting.Name, setting.Asked, setting.InForce).ShouldBe(("writer", "page_size", "8192", "4096"));
    }
}
