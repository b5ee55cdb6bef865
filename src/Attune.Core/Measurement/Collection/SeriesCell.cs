using Attune.Measurement.Histograms;

namespace Attune.Measurement.Collection;

/// <summary>The running value of one series; any thread may write.</summary>
internal sealed class SeriesCell(KeyValuePair<string, string>[] tags, LatencyHistogram? latencies, ValueHistogram? values)
{
    // Kept apart so that whole numbers stay exact beyond 2^53 and cost one addition.
    private long _whole;
    private double _real;

    public KeyValuePair<string, string>[] Tags => tags;

    public double Value => Interlocked.Read(ref _whole) + Volatile.Read(ref _real);

    public HistogramSnapshot? Histogram => latencies?.Snapshot() ?? values?.Snapshot();

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value) => AtomicDouble.Add(ref _real, value);

    public void Set(double value) => Volatile.Write(ref _real, value);

    public void RecordSeconds(double seconds) => latencies!.RecordSeconds(seconds);

    public void RecordValue(double value) => values!.Record(value);
}
