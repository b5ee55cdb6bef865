using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Postgres;
using Attune.Storage.Sql;
using Attune.Tuning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Storage;

/// <summary>Everything that <see cref="AttuneStorage.Open(StorageSetup)"/> needs. The options are assumed valid.</summary>
public sealed record StorageSetup
{
    /// <summary>Which engine, and how it writes and reads.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>The server, when <see cref="StorageOptions.Engine"/> is <see cref="StorageEngine.Postgres"/>.</summary>
    public PostgresOptions Postgres { get; init; } = new();

    /// <summary>The pool of reading connections.</summary>
    public ConnectionPoolOptions Pool { get; init; } = new();

    /// <summary>How long rows are kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>False to leave retention to <see cref="IMaintenance.ApplyRetentionAsync"/>: no round begins by itself. Default true.</summary>
    public bool RunsRetention { get; init; } = true;

    /// <summary>
    /// True to open no writer, migrate nothing and do no work in the background: for looking into a database beside a running server, into a copy, or into one in a folder
    /// that may not be written. Nothing in the folder changes. A schema that is not this program's is an error at the first read; every write is one.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where the knobs <c>storage.batch_size, storage.commit_delay_ms, storage.slow_query_ms</c> and <c>storage.pool_max_size</c> are registered; null to keep them private.</summary>
    public TunableRegistry? Tunables { get; init; }

    /// <summary>Where slow queries, leaks and lost connections are reported. Default: nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Where the results of the expensive aggregates are kept. Default: nowhere, every query runs.</summary>
    public IQueryCache Cache { get; init; } = NoQueryCache.Instance;

    /// <summary>Clock for record times, pool and maintenance.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
