namespace Attune.Lab.Benchmarks;

/// <summary>How a benchmark ended.</summary>
public enum BenchmarkOutcome
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It threw, or its process died.</summary>
    Failed,

    /// <summary>An iteration, the set-up or the tear-down took longer than allowed.</summary>
    TimedOut,

    /// <summary>It took more memory than allowed.</summary>
    OutOfMemory,

    /// <summary>It cannot run here; the error says why.</summary>
    Unavailable,

    /// <summary>A person stopped the run.</summary>
    Cancelled,
}
