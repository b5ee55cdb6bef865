using Attune.Storage.Benchmarks;
using Attune.Storage.Events;
using Attune.Storage.Postgres;
using Attune.Storage.Sql;
using Attune.Storage.Sqlite;
using Attune.Storage.Writing;
using Microsoft.Extensions.Logging;

namespace Attune.Storage;

/// <summary>Opens the database that the options name. The same stores, with the same behaviour, run on every engine.</summary>
/// <example><code>
/// await using var storage = AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Path = "attune.db" } });
/// await storage.Events.AppendAsync(batch);
/// </code></example>
public sealed class AttuneStorage : IStorage
{
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(5);

    private readonly ISqlEngine _engine;
    private readonly GroupCommitter _writer;
    private readonly StorageMeter _meter;
    private readonly TimeProvider _time;

    private AttuneStorage(ISqlEngine engine, StorageSetup setup, StorageTunables tunables, StorageMeter meter)
    {
        (_engine, _meter, _time) = (engine, meter, setup.Time);
        var versions = new TableVersions();
        _writer = new GroupCommitter(engine.OpenWriters(), setup.Storage.QueueCapacity, tunables.BatchSize, tunables.CommitDelay, meter, versions, setup.Time);
        var queries = new QueryRunner(engine, meter, new SlowQueryLog(tunables.SlowQuery, meter, setup.Loggers.CreateLogger<AttuneStorage>()));
        Events = new EventStore(_writer, queries, meter, setup.Time);
        Benchmarks = new BenchmarkStore(_writer, queries, setup.Time);
    }

    /// <inheritdoc/>
    public string Engine => _engine.Name;

    /// <inheritdoc/>
    public IEventStore Events { get; }

    /// <inheritdoc/>
    public IBenchmarkStore Benchmarks { get; }

    /// <summary>Opens the database. An SQLite file is made or migrated as needed at once; a PostgreSQL server is reached at the first use, so that one that is away is no error here.</summary>
    /// <exception cref="StorageException">The file cannot be opened, is no Attune database, or is newer than this program; or PostgreSQL's connection string is missing or malformed.</exception>
    public static AttuneStorage Open(StorageSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var meter = new StorageMeter();
        try
        {
            var tunables = new StorageTunables(setup);
            ISqlEngine engine = setup.Storage.Engine switch
            {
                StorageEngine.Sqlite => new SqliteEngine(setup, tunables),
                _ => new PostgresEngine(setup, tunables),
            };
            return new AttuneStorage(engine, setup, tunables, meter);
        }
        catch
        {
            meter.Dispose();
            throw;
        }
    }

    /// <summary>Opens an SQLite file with the defaults of everything else.</summary>
    /// <exception cref="StorageException">The file cannot be opened, is no Attune database, or is newer than this program.</exception>
    public static AttuneStorage Open(StorageOptions options) => Open(new StorageSetup { Storage = options });

    /// <inheritdoc/>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_engine.FindFault() is { } fault)
            {
                return fault;
            }

            // A real write through the writer's queue, so that a stuck writer and a full disk show here.
            var now = UnixTime.FromDateTime(_time.GetUtcNow().UtcDateTime);
            var request = new WriteRequest(1, new WorkStep<int>(connection => connection.Execute(
                "INSERT INTO health_checks (id, checked_at) VALUES (1, @now) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at", ("now", now))));
            await _writer.WriteAsync(request, cancellationToken).WaitAsync(CheckPatience, cancellationToken);
            return _engine.FindFault();
        }
        catch (Exception error) when (error is StorageException or TimeoutException)
        {
            return error is TimeoutException ? _engine.FindFault() ?? $"The writer did not answer within {CheckPatience.TotalSeconds} s." : error.Message;
        }
    }

    /// <summary>Writes what was queued, then closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _engine.DisposeAsync();
        _meter.Dispose();
    }
}
