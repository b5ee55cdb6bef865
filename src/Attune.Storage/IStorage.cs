using Attune.Storage.Benchmarks;
using Attune.Storage.Maintenance;

namespace Attune.Storage;

/// <summary>Everything that Attune keeps, in one database. <see cref="AttuneStorage"/> opens it.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>Name of the engine with its version, for example <c>SQLite 3.40.1</c>.</summary>
    string Engine { get; }

    /// <summary>The ledger, text events, windows and dead letters.</summary>
    IEventStore Events { get; }

    /// <summary>Events of any kind, and counts over time and sources.</summary>
    IAnalyticsStore Analytics { get; }

    /// <summary>What models predicted.</summary>
    IPredictionStore Predictions { get; }

    /// <summary>What metrics were over time.</summary>
    IMetricStore Metrics { get; }

    /// <summary>What was tuned, and what came of it.</summary>
    IDecisionStore Decisions { get; }

    /// <summary>Alerts, past and present.</summary>
    IAlertStore Alerts { get; }

    /// <summary>The history of benchmark runs.</summary>
    IBenchmarkStore Benchmarks { get; }

    /// <summary>Sizes, migrations, retention and housekeeping.</summary>
    IMaintenance Maintenance { get; }

    /// <summary>Null when the store can be read and, unless it was opened for reading only, written; else what is wrong.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>For a program that is about to stop: from now on a write whose database is away fails at once and is not tried again. Whatever can be written still is.</summary>
    void EndPatience();
}
