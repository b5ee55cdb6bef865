using System.Diagnostics.Metrics;

namespace Attune.Storage;

/// <summary>The room's instruments.</summary>
internal sealed class StorageMeter : IDisposable
{
    private readonly Meter _meter = new("Attune.Storage");

    public StorageMeter(Func<int> queueLength)
    {
        Rows = _meter.CreateCounter<long>("attune.storage.rows", "{row}", "Rows added, by table.");
        Duplicates = _meter.CreateCounter<long>("attune.storage.duplicates", "{event}", "Events that had been stored before.");
        CommitDuration = _meter.CreateHistogram<double>("attune.storage.commit.duration", "s", "Time of one write transaction.");
        Failures = _meter.CreateCounter<long>("attune.storage.failures", "{transaction}", "Write transactions that failed.");
        _meter.CreateObservableGauge("attune.storage.queue.length", queueLength, "{request}", "Write requests that wait.");
    }

    public Counter<long> Rows { get; }

    public Counter<long> Duplicates { get; }

    public Histogram<double> CommitDuration { get; }

    public Counter<long> Failures { get; }

    public void Dispose() => _meter.Dispose();
}
