using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>One target that a guide states: what has to be reached, and what measures it.</summary>
/// <param name="Guide">Number of the guide, 1 to 5.</param>
/// <param name="Section">The heading under which it stands.</param>
/// <param name="Name">The guide's own name where it has one, else its words in snake case; unique over all guides.</param>
/// <param name="Limit">The value to reach.</param>
/// <param name="Room">The room that has to reach it, one of <see cref="Rooms"/>.</param>
/// <param name="Description">What it means, in one line.</param>
/// <param name="Benchmark">The benchmark that measures it as <c>suite/name</c>; null while the room is not built.</param>
public sealed record GuideTarget(int Guide, string Section, string Name, TargetLimit Limit, string Room, string Description, string? Benchmark = null)
{
    /// <summary>Why no benchmark can ever measure it as stated; null if one can.</summary>
    public string? NotMeasurable { get; init; }

    /// <summary>The limit as a benchmark's target.</summary>
    public BenchmarkTarget ToBenchmarkTarget() => new(Limit.Value, $"guide {Guide}, {Section}");
}
