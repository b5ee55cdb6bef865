using System.ComponentModel.DataAnnotations;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Analysis;

/// <summary>When a change in a history of runs is a regression.</summary>
public sealed record RegressionOptions
{
    /// <summary>Which way the figure improves. Default lower.</summary>
    public Better Better { get; set; } = Better.Lower;

    /// <summary>Accepted share of splits from chance, for each stretch of history that is judged. Default 0.01, between 0 and 1, both excluded.</summary>
    [Range(1e-9, 0.999_999)]
    public double Alpha { get; set; } = 0.01;

    /// <summary>Smallest relative change that matters. Default 0.02 (2 %), at least 0.</summary>
    [Range(0, 1000)]
    public double MinimumChange { get; set; } = 0.02;

    /// <summary>Relative change that two runs of the same program show, from <see cref="NoiseFloor"/>. Default 0, at least 0.</summary>
    [Range(0, 1000)]
    public double NoiseFloor { get; set; }

    /// <summary>Fewest runs on each side of a change: a worse level is reported after this many runs at the earliest. Default 4, at least 2.</summary>
    [Range(2, 1000)]
    public int MinRuns { get; set; } = 4;

    /// <summary>Confidence of the change's interval. Default 0.95, between 0 and 1, both excluded.</summary>
    [Range(0.5, 0.999_999)]
    public double Confidence { get; set; } = 0.95;

    /// <summary>Seed of the resampling. Default 1.</summary>
    public int Seed { get; set; } = 1;
}
