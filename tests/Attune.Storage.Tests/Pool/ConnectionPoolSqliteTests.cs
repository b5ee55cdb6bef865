using Attune.Storage.Pool;
using Attune.Testing;
using Attune.Tuning;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionPoolSqliteTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoragePoolMeter _meter = new();
    private readonly ConnectionPool _pool;

    public ConnectionPoolSqliteTests()
    {
        var options = new ConnectionPoolOptions { MaxSize = 3, ValidateAfter = TimeSpan.Zero };
        _pool = new ConnectionPool(
            new SqliteFileSource(_folder.File("pool.db")), options, new Tunable(ConnectionPool.Knob(options)), _meter, logger: null, TimeProvider.System);
    }

    public async Task InitializeAsync()
    {
        await using var lease = await _pool.AcquireAsync();
        SqliteFileSource.Run(lease.Connection, "CREATE TABLE notes (text TEXT)");
    }

    public async Task DisposeAsync()
    {
        await _pool.DisposeAsync();
        _meter.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Dispose_OpenTransaction_IsRolledBackBeforeTheNextBorrower()
    {
        await using (var careless = await _pool.AcquireAsync())
        {
            SqliteFileSource.Run(careless.Connection, "BEGIN IMMEDIATE");
            SqliteFileSource.Run(careless.Connection, "INSERT INTO notes VALUES ('half done')");
        }

        await using var next = await _pool.AcquireAsync();
        SqliteFileSource.Run(next.Connection, "BEGIN IMMEDIATE");
        SqliteFileSource.Run(next.Connection, "SELECT count(*) FROM notes").ShouldBe(0L);
    }

    [Fact]
    public async Task AcquireAsync_ManyWritersOfFewConnections_StoreEverything()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await using var lease = await _pool.AcquireAsync();
                SqliteFileSource.Run(lease.Connection, "INSERT INTO notes VALUES ('note')");
            }
        }))).WaitAsync(Eventually.Bound);

        await using var reader = await _pool.AcquireAsync();
        SqliteFileSource.Run(reader.Connection, "SELECT count(*) FROM notes").ShouldBe(300L);
        var now = _pool.Statistics;
        now.Open.ShouldBeLessThanOrEqualTo(3);
        (now.FailedValidations, now.FailedOpens, now.Timeouts).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task AcquireAsync_ConnectionClosedBehindItsBack_IsReplaced()
    {
        await using (var lease = await _pool.AcquireAsync())
        {
            lease.Connection.Dispose();
        }

        await using var next = await _pool.AcquireAsync();
        SqliteFileSource.Run(next.Connection, "SELECT count(*) FROM notes").ShouldBe(0L);
    }
}
