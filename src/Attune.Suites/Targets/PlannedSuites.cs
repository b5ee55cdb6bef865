using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>Suites of rooms that are not built yet: each lists what it will have to reach, so that a person who asks for it learns that.</summary>
internal static class PlannedSuites
{
    /// <summary>The suites, by the guides' names. A room that lands registers its own suite of that name instead.</summary>
    public static IEnumerable<BenchmarkSuite> Create() =>
    [
        Of("vector", "Vector memory", target => target.Room == Rooms.Vectors),
        Of("delta", "Delta evaluation", target => target.Room == Rooms.Feedback && !IsSafety(target)),
        Of("safety", "Safety validation", IsSafety),
        Of("mcp", "MCP server", target => target.Room == Rooms.Mcp),
        Of("simulation", "Agent simulation", target => target.Room == Rooms.Simulation),
        Of("caching", "Tiered cache", target => target.Room == Rooms.Caching),
        Of("inference", "Models and batching", target => target.Room == Rooms.Inference),
    ];

    private static bool IsSafety(GuideTarget target) => target.Room == Rooms.Feedback && target.Name.StartsWith("safety", StringComparison.Ordinal);

    private static BenchmarkSuite Of(string name, string what, Func<GuideTarget, bool> belongs) => new(
        name, $"{what}: not built yet.",
        () => [.. TargetCatalogue.Measurable.Where(target => target.Benchmark is null && belongs(target)).Select(target => new UnmeasuredTarget(target))], OnlyByName: true);
}
