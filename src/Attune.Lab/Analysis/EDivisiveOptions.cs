using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Analysis;

/// <summary>Settings of <see cref="EDivisive"/>. The defaults are those of Apache Otava.</summary>
public sealed record EDivisiveOptions
{
    /// <summary>How significance is tested. Default Student.</summary>
    public EDivisiveTest Test { get; set; } = EDivisiveTest.Student;

    /// <summary>Largest p-value of a change point. Default 0.001, between 0 and 1, both excluded. With permutations at least 1 / (<see cref="Permutations"/> + 1) can be reached.</summary>
    [Range(1e-9, 0.999_999)]
    public double MaxPValue { get; set; } = 0.001;

    /// <summary>Length of the sliding window of the Student variant, in values. Default 50, at least 2.</summary>
    [Range(2, 100_000)]
    public int Window { get; set; } = 50;

    /// <summary>Change points of at most this <see cref="ChangePoint.Magnitude"/> are merged away, in the Student variant. Default 0, at least 0.</summary>
    [Range(0, 1000)]
    public double MinMagnitude { get; set; }

    /// <summary>Permutations for each candidate, in the permutation variant. Default 999, from 19 to 1,000,000.</summary>
    [Range(19, 1_000_000)]
    public int Permutations { get; set; } = 999;

    /// <summary>Seed of the permutations. Default 1.</summary>
    public int Seed { get; set; } = 1;
}
