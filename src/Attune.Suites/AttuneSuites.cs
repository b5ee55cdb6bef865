using Attune.Lab.Benchmarks;

namespace Attune.Suites;

/// <summary>The suites that come with Attune: one for each room that exists, and those of the Lab itself.</summary>
public static class AttuneSuites
{
    /// <summary>A registry with all of them, to which a program adds its own.</summary>
    public static BenchmarkRegistry CreateRegistry() => new();
}
