using Attune.Storage.Alerts;
using Attune.Storage.Analytics;
using Attune.Storage.Benchmarks;
using Attune.Storage.Decisions;
using Attune.Storage.Events;
using Attune.Storage.Maintenance;
using Attune.Storage.Metrics;
using Attune.Storage.Pool;
using Attune.Storage.Postgres;
using Attune.Storage.Predictions;
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

    private static readonly string NoAnswer = $"The store did not answer within {CheckPatience.TotalSeconds} s.";

    /// <summary>How often a check that waits looks whether a fault is known already.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);

    private readonly ISqlEngine _engine;
    private readonly GroupCommitter _writer;
    private readonly StorageMeter _meter;
    private readonly TimeProvider _time;
    private readonly QueryRunner _queries;
    private readonly RetentionLoop? _retention;
    private int _disposed;

    private AttuneStorage(ISqlEngine engine, StorageSetup setup, StorageTunables tunables, StorageMeter meter)
    {
        (_engine, _meter, _time) = (engine, meter, setup.Time);
        var versions = new TableVersions();
        _writer = new GroupCommitter(engine.OpenWriters(), setup.Storage.QueueCapacity, tunables.BatchSize, tunables.CommitDelay, meter, versions, setup.Time);
        _queries = new QueryRunner(engine, meter, new SlowQueryLog(tunables.SlowQuery, meter, setup.Loggers.CreateLogger<AttuneStorage>()));
        var cached = new CachedQueries(_queries, setup.Cache, versions);
        Events = new EventStore(_writer, _queries, cached, meter, setup.Time);
        Analytics = new AnalyticsStore(_writer, _queries, cached, setup.Time);
        Predictions = new PredictionStore(_writer, _queries, cached, setup.Time);
        Metrics = new MetricStore(_writer, _queries, setup.Time);
        Decisions = new DecisionStore(_writer, _queries, setup.Time);
        Alerts = new AlertStore(_writer, _queries, setup.Time);
        Benchmarks = new BenchmarkStore(_writer, _queries, setup.Time);
        var retention = new Retention(_writer, _queries, setup.Retention, meter, setup.Time);
        Maintenance = new StorageMaintenance(engine, _writer, retention);
        if (setup is { ReadOnly: false, RunsRetention: true } && setup.Retention.Interval > TimeSpan.Zero)
        {
            _retention = new RetentionLoop(retention, setup.Retention.Interval, meter, setup.Loggers.CreateLogger<RetentionLoop>(), setup.Time);
        }
    }

    /// <inheritdoc/>
    public string Engine => _engine.Name;

    /// <inheritdoc/>
    public IEventStore Events { get; }

    /// <inheritdoc/>
    public IAnalyticsStore Analytics { get; }

    /// <inheritdoc/>
    public IPredictionStore Predictions { get; }

    /// <inheritdoc/>
    public IMetricStore Metrics { get; }

    /// <inheritdoc/>
    public IDecisionStore Decisions { get; }

    /// <inheritdoc/>
    public IAlertStore Alerts { get; }

    /// <inheritdoc/>
    public IBenchmarkStore Benchmarks { get; }

    /// <inheritdoc/>
    public IMaintenance Maintenance { get; }

    /// <summary>The reading connections, for the benchmarks.</summary>
    internal ConnectionPool Readers => _engine.Readers;

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
            if (_writer.IsReadOnly)
            {
                await _queries.FirstAsync(new SqlQuery("health.read", "SELECT max(version) FROM schema_migrations"), row => row.GetInt32(0), cancellationToken)
                    .WaitAsync(CheckPatience, cancellationToken);
                return null;
            }

            if (_engine.FindFault() is { } fault)
            {
                return fault;
            }

            // A real write through the writer's queue, so that a stuck writer and a full disk show here.
            var now = UnixTime.FromDateTime(_time.GetUtcNow().UtcDateTime);
            var request = new WriteRequest(1, new WorkStep<int>(connection => connection.Execute(
                "INSERT INTO health_checks (id, checked_at) VALUES (1, @now) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at", ("now", now))));
            var write = _writer.WriteAsync(request, cancellationToken);
            for (var waited = TimeSpan.Zero; waited < CheckPatience && _engine.FindFault() is null && !write.IsCompleted; waited += CheckInterval)
            {
                await Task.WhenAny(write, Task.Delay(CheckInterval, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!write.IsCompleted)
            {
                return _engine.FindFault() ?? NoAnswer;
            }

            await write;
            return _engine.FindFault();
        }
        catch (Exception error) when (error is StorageException or TimeoutException)
        {
            return error is TimeoutException ? _engine.FindFault() ?? NoAnswer : error.Message;
        }
    }

    /// <inheritdoc/>
    public void EndPatience() => _writer.EndPatience();

    /// <summary>Writes what was queued, then closes everything. While the database is away, what was queued fails at once: <c>postgres.retry_for</c> may be an hour.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        EndPatience();
        if (_retention is not null)
        {
            await _retention.DisposeAsync();
        }

        await _writer.DisposeAsync();
        await _engine.DisposeAsync();
        _meter.Dispose();
    }
}
