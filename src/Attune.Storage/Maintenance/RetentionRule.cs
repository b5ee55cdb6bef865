using Attune.Storage.Sql;

namespace Attune.Storage.Maintenance;

/// <summary>Which rows of one table are old.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Key">Its key: one column, or several with commas between.</param>
/// <param name="Old">Condition on <c>@cutoff</c> that old rows meet.</param>
/// <param name="Keep">How long rows are kept; zero for ever.</param>
/// <param name="HasEventIds">True when <c>@cutoff</c> is compared with event ids, false when with milliseconds.</param>
/// <param name="From">Begins the query for the keys of old rows where that takes more than the table; else null.</param>
internal sealed record RetentionRule(string Table, string Key, string Old, Func<RetentionOptions, TimeSpan> Keep, bool HasEventIds = false, string? From = null)
{
    /// <summary>Every table that has a limit: one line each.</summary>
    public static IReadOnlyList<RetentionRule> All { get; } =
    [
        new("flows", "id", $"id < @cutoff AND {InClosedWindow}", options => options.Flows, HasEventIds: true),
        new("text_events", "id", $"id < @cutoff AND {InClosedWindow}", options => options.TextEvents, HasEventIds: true),
        new("events", "id", "id < @cutoff", options => options.Events, HasEventIds: true),
        new("window_aggregates", "start, stream, dimension, key", OldAggregates, options => options.Windows),
        new("windows", "start, stream", "start < @cutoff AND \"end\" <= @cutoff", options => options.Windows),
        new("predictions", "id", "id < @cutoff", options => options.Predictions, HasEventIds: true),
        new("metric_samples", "name, tags, timestamp", "timestamp < @cutoff", options => options.Metrics, From: SamplesByName),
        new("tuning_decisions", "seq", "time < @cutoff", options => options.Decisions),
        new("alerts", "id", "state = 'resolved' AND resolved_at < @cutoff", options => options.Alerts),
        new("dead_letters", "seq", "recorded_at < @cutoff", options => options.DeadLetters),
    ];

    /// <summary>From where its stream has come to, an event may be in a window that is still open and is restored from it, however old it is.</summary>
    private const string InClosedWindow = "NOT EXISTS (SELECT 1 FROM streams WHERE streams.name = stream AND streams.watermark <= timestamp)";

    /// <summary>Aggregates have no end of their own: they go with their window.</summary>
    private const string OldAggregates = """
        start < @cutoff AND NOT EXISTS (
            SELECT 1 FROM windows WHERE windows.start = window_aggregates.start AND windows.stream = window_aggregates.stream AND windows."end" > @cutoff)
        """;

    /// <summary>The index on samples begins with their name: with each name in turn it leads straight to the old ones.</summary>
    private const string SamplesByName = """
        WITH RECURSIVE names (metric) AS (
            SELECT min(name) FROM metric_samples
            UNION ALL SELECT (SELECT min(name) FROM metric_samples WHERE name > metric) FROM names WHERE metric IS NOT NULL)
        SELECT name, tags, timestamp FROM names CROSS JOIN metric_samples WHERE name = metric AND
        """;

    /// <summary>The keys of old rows.</summary>
    private string OldKeys => $"{From ?? $"SELECT {Key} FROM {Table} WHERE"} {Old}";

    /// <summary>Deletes at most <c>@rows</c> old rows.</summary>
    public string DeleteSql => $"DELETE FROM {Table} WHERE ({Key}) IN ({OldKeys} LIMIT @rows)";

    /// <summary>Counts the old rows.</summary>
    public string CountSql => $"SELECT count(*) FROM ({OldKeys}) AS old";

    /// <summary>The value of <c>@cutoff</c>.</summary>
    public object Cutoff(DateTime time) => HasEventIds ? RowValues.FirstIdAt(time) : UnixTime.FromDateTime(time);
}
