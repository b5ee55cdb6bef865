using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Running;
using Attune.Tuning;

namespace Attune.Streaming.Pipelines;

/// <summary>How a pipeline runs.</summary>
public sealed class PipelineOptions
{
    /// <summary>Workers that share the keys; 0 takes one per processor. Default 1, 0 to 255. One worker runs on the source's thread.</summary>
    [Range(0, 255)]
    [Description("Workers that share the keys; 0 takes one per processor.")]
    public int Partitions { get; set; } = 1;

    /// <summary>Most events that are read at once. A tunable while the pipeline runs. Default 2,048, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Most events that are read at once.")]
    public int BatchSize { get; set; } = 2048;

    /// <summary>Longest time that events wait for company in a batch. A tunable while the pipeline runs. Default 10 ms, 0 to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    [Description("Longest time that events wait for company in a batch.")]
    public TimeSpan FlushDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Batches that may wait for a worker. Default 16, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Batches that may wait for a worker.")]
    public int BufferCapacity { get; set; } = 16;

    /// <summary>What happens when a worker's buffer is full. Default: the source waits.</summary>
    [Description("What happens when a worker's buffer is full: wait, drop-newest or drop-oldest.")]
    public OverflowPolicy Overflow { get; set; } = OverflowPolicy.Wait;

    /// <summary>Time between checkpoints. Default 10 s, 10 ms to 1 day. Without a store none are taken.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    [Description("Time between checkpoints.")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Keeps the checkpoints; null for none.</summary>
    public ICheckpointStore? Checkpoints { get; set; }

    /// <summary>Receives what could not be used; null: it is counted only.</summary>
    public IDeadLetterSink? DeadLetters { get; set; }

    /// <summary>Where the pipeline's tunables are registered; null for none.</summary>
    public TunableRegistry? Tunables { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
