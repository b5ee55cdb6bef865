namespace Attune.Lab.Analysis;

/// <summary>What a comparison shows.</summary>
public enum Verdict
{
    /// <summary>No change beyond noise and the smallest change that matters was shown.</summary>
    Unchanged,

    /// <summary>The candidate is better.</summary>
    Improved,

    /// <summary>The candidate is worse.</summary>
    Regressed,

    /// <summary>There are too few figures for any difference to be significant.</summary>
    Inconclusive,
}
