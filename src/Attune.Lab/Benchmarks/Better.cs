namespace Attune.Lab.Benchmarks;

/// <summary>Which way a figure improves.</summary>
public enum Better
{
    /// <summary>Smaller is better, as with a latency.</summary>
    Lower,

    /// <summary>Larger is better, as with a rate.</summary>
    Higher,
}
