using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Analysis;

/// <summary>Settings of <see cref="ChangePointDetector"/>. One setting is meant to serve all series: the defaults are what the published figures were measured with.</summary>
public sealed record ChangePointOptions
{
    /// <summary>What a change point must gain in fit, in units of log n. Default 3 (the modified BIC), from 0.1 to 1,000.</summary>
    [Range(0.1, 1000)]
    public double Penalty { get; set; } = 3;

    /// <summary>Shortest segment in values. Default 5, from 3 to 100,000.</summary>
    [Range(3, 100_000)]
    public int MinSegment { get; set; } = 5;
}
