namespace Attune.Streaming.Pipelines.Running.Meters;

/// <summary>The figures of one run of a pipeline. Counted a batch at a time; safe for concurrent use.</summary>
internal sealed class PipelineMeter
{
    private readonly TimeProvider _time;
    private readonly List<StageMeter> _stages = [];
    private long _recordsIn;
    private long _recordsOut;
    private long _late;
    private long _dropped;
    private long _deadLetters;
    private long _lostDeadLetters;
    private long _watermark = long.MinValue;

    public PipelineMeter(string pipeline, TimeProvider time)
    {
        (Pipeline, _time) = (pipeline, time);
        Tag = new KeyValuePair<string, object?>("pipeline", pipeline);
    }

    public string Pipeline { get; }

    public KeyValuePair<string, object?> Tag { get; }

    public IReadOnlyList<StageMeter> Stages => _stages;

    /// <summary>Tells how many events wait in the source; set before the run begins, null if it cannot.</summary>
    public Func<long?>? Lag { get; set; }

    /// <summary>Tells what keeps the source from reading; set when it is open.</summary>
    public Func<string?>? Fault { get; set; }

    public double? SourceLag => Lag?.Invoke();

    /// <summary>Seconds; null before the first watermark and after the end.</summary>
    public double? WatermarkDelay => Volatile.Read(ref _watermark) is var watermark and not (long.MinValue or long.MaxValue)
        ? (_time.GetUtcNow().UtcTicks - watermark) / (double)TimeSpan.TicksPerSecond
        : null;

    public long LostDeadLetters => Interlocked.Read(ref _lostDeadLetters);

    /// <summary>A stage with some workers. Called while the pipeline is built.</summary>
    public StageMeter AddStage(string name, int workers)
    {
        var stage = new StageMeter(name, workers);
        _stages.Add(stage);
        return stage;
    }

    public void Read(int count)
    {
        Interlocked.Add(ref _recordsIn, count);
        StreamingMeter.RecordsIn.Add(count, Tag);
        StreamingMeter.BatchSize.Record(count, Tag);
    }

    public void Wrote(int count)
    {
        Interlocked.Add(ref _recordsOut, count);
        StreamingMeter.RecordsOut.Add(count, Tag);
    }

    public void WasLate(StageMeter stage, int count)
    {
        Interlocked.Add(ref _late, count);
        StreamingMeter.Late.Add(count, Tag, stage.Tag);
    }

    public void Drop(StageMeter stage, int count)
    {
        Interlocked.Add(ref _dropped, count);
        StreamingMeter.Dropped.Add(count, Tag, stage.Tag);
    }

    public void DeadLetter(string stage, string reason)
    {
        Interlocked.Increment(ref _deadLetters);
        StreamingMeter.DeadLetters.Add(
            1, Tag, new KeyValuePair<string, object?>("stage", stage), new KeyValuePair<string, object?>("reason", reason));
    }

    public void LostDeadLetter()
    {
        Interlocked.Increment(ref _lostDeadLetters);
        StreamingMeter.LostDeadLetters.Add(1, Tag);
    }

    public void MoveWatermark(long watermark) => Volatile.Write(ref _watermark, watermark);

    public PipelineStatistics Snapshot(long? lastCheckpoint) => new(
        Interlocked.Read(ref _recordsIn),
        Interlocked.Read(ref _recordsOut),
        Interlocked.Read(ref _late),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _deadLetters),
        Volatile.Read(ref _watermark) is var watermark && watermark == long.MinValue ? null : new DateTime(Math.Clamp(watermark, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc),
        (long)_stages.Sum(stage => stage.StateCount ?? 0),
        _stages.Max(stage => stage.BufferFill) ?? 0,
        lastCheckpoint);
}
