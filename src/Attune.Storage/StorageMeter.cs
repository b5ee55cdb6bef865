using System.Diagnostics.Metrics;

namespace Attune.Storage;

/// <summary>The room's instruments.</summary>
internal sealed class StorageMeter : IDisposable
{
    public StorageMeter()
    {
        Rows = Meter.CreateCounter<long>("attune.storage.rows", "{row}", "Rows added, by table.");
        Duplicates = Meter.CreateCounter<long>("attune.storage.duplicates", "{event}", "Events that had been stored before.");
        CommitDuration = Meter.CreateHistogram<double>("attune.storage.commit.duration", "s", "Time of one write transaction.");
        Failures = Meter.CreateCounter<long>("attune.storage.failures", "{transaction}", "Write transactions that failed.");
        QueryDuration = Meter.CreateHistogram<double>("attune.storage.query.duration", "s", "Time of one query, by query.");
        RetentionDeleted = Meter.CreateCounter<long>("attune.storage.retention.deleted", "{row}", "Rows that retention deleted, by table.");
        RetentionFailures = Meter.CreateCounter<long>("attune.storage.retention.failures", "{round}", "Rounds of retention that failed.");
        SlowQueries = Meter.CreateCounter<long>("attune.storage.slow_queries", "{query}", "Queries over the threshold, by query.");
    }

    public Meter Meter { get; } = new("Attune.Storage");

    public Counter<long> Rows { get; }

    public Counter<long> Duplicates { get; }

    public Histogram<double> CommitDuration { get; }

    public Counter<long> Failures { get; }

    public Histogram<double> QueryDuration { get; }

    public Counter<long> SlowQueries { get; }

    public Counter<long> RetentionDeleted { get; }

    public Counter<long> RetentionFailures { get; }

    public void ObserveQueue(Func<int> length) =>
        Meter.CreateObservableGauge("attune.storage.queue.length", length, "{request}", "Write requests that wait.");

    public void CountRows(string table, long rows)
    {
        if (rows > 0)
        {
            Rows.Add(rows, new KeyValuePair<string, object?>("table", table));
        }
    }

    public void CountDeleted(string table, long rows)
    {
        if (rows > 0)
        {
            RetentionDeleted.Add(rows, new KeyValuePair<string, object?>("table", table));
        }
    }

    public void Dispose() => Meter.Dispose();
}
