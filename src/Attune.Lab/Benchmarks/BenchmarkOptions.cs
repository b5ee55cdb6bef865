using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Benchmarks;

/// <summary>How benchmarks are run (section <c>benchmark</c>).</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Measured iterations. Default 10, from 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Measured iterations.")]
    public int Iterations { get; set; } = 10;

    /// <summary>Fewest warm-up iterations. Default 2, from 0 to 10,000.</summary>
    [Range(0, 10_000)]
    [Description("Fewest warm-up iterations.")]
    public int WarmupIterations { get; set; } = 2;

    /// <summary>Most warm-up iterations while times still fall. Default 12, from 0 to 10,000; with less than <see cref="WarmupIterations"/> there is no more than those.</summary>
    [Range(0, 10_000)]
    [Description("Most warm-up iterations while times still fall.")]
    public int MaxWarmupIterations { get; set; } = 12;

    /// <summary>Longest time in seconds of one iteration, of the set-up and of the tear-down. Default 30, from 0.001 to 86,400.</summary>
    [Range(0.001, 86_400)]
    [Description("Longest time of one iteration, of the set-up and of the tear-down.")]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Most memory in MiB that the benchmark may add to the process (or use, when isolated). Default 1,000, from 1 to 1,048,576.</summary>
    [Range(1, 1_048_576)]
    [Description("Most memory that a benchmark may add to the process, or use when isolated.")]
    public double MemoryLimitMb { get; set; } = 1000;

    /// <summary>Shortest iteration in milliseconds: a shorter operation is repeated until it takes as long. Default 50, from 0 (never repeat) to 60,000.</summary>
    [Range(0, 60_000)]
    [Description("Shortest iteration; a shorter operation is repeated until it takes as long.")]
    public double MinIterationMs { get; set; } = 50;

    /// <summary>Callers that run the operation at once. Default 1, from 1 to 1,024.</summary>
    [Range(1, 1024)]
    [Description("Callers that run the operation at once.")]
    public int Workers { get; set; } = 1;

    /// <summary>Whether results go into the history. Default true.</summary>
    [Description("Whether results go into the history.")]
    public bool Store { get; set; } = true;

    /// <summary>Whether the benchmark runs in a process of its own. Default false.</summary>
    [Description("Whether each benchmark runs in a process of its own.")]
    public bool Isolate { get; set; }

    /// <summary>Which outlying iterations the figure leaves out. Default worse; raw samples are always kept.</summary>
    [Description("Iterations beyond 1.5 interquartile ranges that the figure leaves out: keep (none), worse or both.")]
    public OutlierPolicy Outliers { get; set; } = OutlierPolicy.Worse;
}
