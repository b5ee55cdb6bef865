using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>The suite <c>targets</c>: every target of the guides as a benchmark of the guide's own name.</summary>
internal static class TargetsSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "targets";

    /// <summary>The suite. Its benchmarks are looked up in <paramref name="registry"/> when it is asked for them.</summary>
    public static BenchmarkSuite Create(BenchmarkRegistry registry) =>
        new(Name, "Every target that the five guides state, on the rooms that exist.", () => Benchmarks(registry), OnlyByName: true);

    private static List<Benchmark> Benchmarks(BenchmarkRegistry registry)
    {
        var (sets, figures) = (new BenchmarkSets(registry), new Dictionary<string, MeasuredFigure>(StringComparer.Ordinal));
        return [.. TargetCatalogue.All.Select(target => target.Benchmark is { } path ? Measured(target, path) : (Benchmark)new UnmeasuredTarget(target))];

        MeasuredTarget Measured(GuideTarget target, string path)
        {
            if (!figures.TryGetValue(path, out var figure))
            {
                figures[path] = figure = new MeasuredFigure(path);
            }

            return new MeasuredTarget(target, sets.Take(path), figure);
        }
    }
}
