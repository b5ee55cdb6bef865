namespace Attune.Lab.Analysis;

/// <summary>Where a figure is going over its history.</summary>
public enum TrendDirection
{
    /// <summary>No significant trend.</summary>
    Stable,

    /// <summary>It gets better.</summary>
    Improving,

    /// <summary>It gets worse.</summary>
    Degrading,
}
