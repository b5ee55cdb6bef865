using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Benchmarks;

/// <summary>How benchmarks are run.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Measured iterations. Default 10, from 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Iterations { get; set; } = 10;

    /// <summary>Fewest warm-up iterations. Default 2, from 0 to 10,000.</summary>
    [Range(0, 10_000)]
    public int WarmupIterations { get; set; } = 2;

    /// <summary>Most warm-up iterations while times still fall. Default 12, from 0 to 10,000; with less than <see cref="WarmupIterations"/> there is no more than those.</summary>
    [Range(0, 10_000)]
    public int MaxWarmupIterations { get; set; } = 12;

    /// <summary>Longest time in seconds of one iteration, of the set-up and of the tear-down. Default 30, from 0.001 to 86,400.</summary>
    [Range(0.001, 86_400)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Most memory in MiB that the benchmark may add to the process (or use, when isolated). Default 1,000, from 1 to 1,048,576.</summary>
    [Range(1, 1_048_576)]
    public double MemoryLimitMb { get; set; } = 1000;

    /// <summary>Shortest iteration in milliseconds: a shorter operation is repeated until it takes as long. Default 50, from 0 (never repeat) to 60,000.</summary>
    [Range(0, 60_000)]
    public double MinIterationMs { get; set; } = 50;

    /// <summary>Callers that run the operation at once. Default 1, from 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int Workers { get; set; } = 1;

    /// <summary>Whether results go into the history. Default true.</summary>
    public bool Store { get; set; } = true;

    /// <summary>Whether the benchmark runs in a process of its own. Default false.</summary>
    public bool Isolate { get; set; }

    /// <summary>Which outlying iterations the figure leaves out. Default worse; raw samples are always kept.</summary>
    public OutlierPolicy Outliers { get; set; } = OutlierPolicy.Worse;
}
