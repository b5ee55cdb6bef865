using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>Hands out benchmarks of a registry's suites, each instance once.</summary>
/// <remarks>What is asked for the first time comes from one set of its suite, so that benchmarks which share their runs go on sharing them; what is asked for again comes from the next set.</remarks>
internal sealed class BenchmarkSets(BenchmarkRegistry registry)
{
    private readonly Dictionary<string, List<IReadOnlyList<Benchmark>>> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>A benchmark that nobody else has.</summary>
    /// <param name="path">The benchmark as <c>suite/name</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such benchmark.</exception>
    public Benchmark Take(string path)
    {
        var suite = registry.Find(path.Split('/')[0]) ?? throw new InvalidOperationException($"There is no suite for '{path}'.");
        var sets = _sets.TryGetValue(suite.Name, out var known) ? known : _sets[suite.Name] = [];
        var number = _taken[path] = _taken.GetValueOrDefault(path) + 1;
        if (sets.Count < number)
        {
            sets.Add(suite.Create());
        }

        return sets[number - 1].FirstOrDefault(benchmark => $"{suite.Name}/{benchmark.Name}" == path) ?? throw new InvalidOperationException($"There is no benchmark '{path}'.");
    }
}
