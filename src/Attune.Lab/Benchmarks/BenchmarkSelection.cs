using System.IO.Enumeration;

namespace Attune.Lab.Benchmarks;

/// <summary>Chooses benchmarks by suite, name and pattern.</summary>
public sealed record BenchmarkSelection
{
    /// <summary>Suites; when empty, all but those that run <see cref="BenchmarkSuite.OnlyByName"/>.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Names; all when empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>A pattern with <c>*</c> and <c>?</c> for <c>suite/name</c> or the name alone; all when null.</summary>
    public string? Filter { get; init; }

    /// <summary>The benchmarks of <paramref name="registry"/> that fit, in its order.</summary>
    /// <exception cref="ArgumentException">A suite or name is not known, or nothing fits; the message lists what there is.</exception>
    public IReadOnlyList<PlannedBenchmark> Select(BenchmarkRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var unknown = Suites.FirstOrDefault(name => registry.Find(name) is null);
        if (unknown is not null)
        {
            throw new ArgumentException($"there is no suite '{unknown}'; there are {string.Join(", ", registry.Suites.Select(suite => suite.Name))}.");
        }

        var candidates = registry.Suites
            .Where(suite => Suites.Count > 0 ? Suites.Contains(suite.Name) : !suite.OnlyByName)
            .SelectMany(suite => suite.Create().Select(benchmark => new PlannedBenchmark(suite.Name, benchmark)))
            .ToList();
        var missing = Names.FirstOrDefault(name => candidates.TrueForAll(item => item.Benchmark.Name != name));
        if (missing is not null)
        {
            throw new ArgumentException($"there is no benchmark '{missing}'{Suggestion(missing, candidates)}; 'attune benchmark list' shows them all.");
        }

        var chosen = candidates.FindAll(item => (Names.Count == 0 || Names.Contains(item.Benchmark.Name)) && Fits(item));
        return chosen.Count > 0 ? chosen : throw new ArgumentException($"no benchmark fits the filter '{Filter}'; 'attune benchmark list' shows them all.");
    }

    private static string Suggestion(string missing, List<PlannedBenchmark> candidates) =>
        candidates.Find(item => item.Benchmark.Name.Contains(missing, StringComparison.OrdinalIgnoreCase)) is { } near ? $"; did you mean '{near.Benchmark.Name}'?" : "";

    private bool Fits(PlannedBenchmark item) => Filter is null
        || FileSystemName.MatchesSimpleExpression(Filter, item.Benchmark.Name)
        || FileSystemName.MatchesSimpleExpression(Filter, $"{item.Suite}/{item.Benchmark.Name}");
}
