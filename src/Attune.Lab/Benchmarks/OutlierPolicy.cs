namespace Attune.Lab.Benchmarks;

/// <summary>Which iterations beyond Tukey's fences (1.5 interquartile ranges) are left out of a figure. All are kept as samples.</summary>
public enum OutlierPolicy
{
    /// <summary>None.</summary>
    Keep,

    /// <summary>Those that were worse than the rest, for which the machine's other work is the usual cause.</summary>
    Worse,

    /// <summary>Those on both sides.</summary>
    Both,
}
