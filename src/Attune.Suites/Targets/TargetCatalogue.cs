using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>Every target that the five guides state.</summary>
/// <remarks>
/// A range stands for its larger end, as in the guides' own lists of targets: at least the larger rate, at most the larger time or amount of
/// memory. Where a guide contradicts itself the stricter figure counts. A latency without a percentile is held against the 95th. Settings
/// (sizes, time-outs, intervals) and the sample data of code fragments are no targets.
/// </remarks>
public static class TargetCatalogue
{
    /// <summary>All targets, guide by guide, in the order of the guides.</summary>
    public static IReadOnlyList<GuideTarget> All { get; } =
        [.. Guide1Targets.All, .. Guide2Targets.All, .. Guide3Targets.All, .. Guide4Targets.All, .. Guide5Targets.All];

    /// <summary>The targets that a program can be measured against.</summary>
    public static IEnumerable<GuideTarget> Measurable => All.Where(target => target.NotMeasurable is null);

    /// <summary>Claims that no benchmark can settle, each with the reason.</summary>
    public static IEnumerable<GuideTarget> NotMeasurable => All.Where(target => target.NotMeasurable is not null);

    /// <summary>The strictest target that a benchmark has to reach; null if the guides state none.</summary>
    /// <param name="benchmark">The benchmark as <c>suite/name</c>.</param>
    public static BenchmarkTarget? StrictestOf(string benchmark) => All
        .Where(target => target.Benchmark == benchmark)
        .OrderBy(target => target.Limit.Better == Better.Lower ? target.Limit.Value : -target.Limit.Value)
        .FirstOrDefault()?.ToBenchmarkTarget();
}
