using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>The figures of one run's checkpoints; their instruments are on the meter <c>Attune.Streaming</c>.</summary>
internal sealed class CheckpointMeter : IDisposable
{
    private static readonly Meter Meter = new("Attune.Streaming");
    private static readonly Counter<long> Taken = Meter.CreateCounter<long>("attune.streaming.checkpoints", "{checkpoint}", "Checkpoints that are durable.");
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("attune.streaming.checkpoints.failed", "{checkpoint}", "Checkpoints that could not be saved (step save), or old ones that could not be removed (prune).");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("attune.streaming.checkpoint.duration", "s", "From the barrier's start to the durable checkpoint.");

    private static readonly ConcurrentDictionary<CheckpointMeter, bool> Running = new();

    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _tag;
    private long _durableAt;
    private long _size = -1;

    static CheckpointMeter()
    {
        Meter.CreateObservableGauge(
            "attune.streaming.checkpoint.age", () => Running.Keys.Select(each => new Measurement<double>(each.Age, each._tag)), "s", "Since the last durable checkpoint, or the start.");
        Meter.CreateObservableGauge(
            "attune.streaming.checkpoint.size",
            () => Running.Keys.Where(each => each.Size >= 0).Select(each => new Measurement<long>(each.Size, each._tag)), "By", "State in the last durable checkpoint.");
    }

    public CheckpointMeter(string pipeline, TimeProvider time)
    {
        (_time, _tag, _durableAt) = (time, new KeyValuePair<string, object?>("pipeline", pipeline), time.GetTimestamp());
        Running.TryAdd(this, true);
    }

    private double Age => _time.GetElapsedTime(Interlocked.Read(ref _durableAt)).TotalSeconds;

    private long Size => Interlocked.Read(ref _size);

    public void Durable(TimeSpan duration, long size)
    {
        Interlocked.Exchange(ref _durableAt, _time.GetTimestamp());
        Interlocked.Exchange(ref _size, size);
        Taken.Add(1, _tag);
        Duration.Record(duration.TotalSeconds, _tag);
    }

    public void Failed(string step) => Failures.Add(1, _tag, new KeyValuePair<string, object?>("step", step));

    public void Dispose() => Running.TryRemove(this, out _);
}
