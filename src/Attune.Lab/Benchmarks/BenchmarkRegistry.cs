namespace Attune.Lab.Benchmarks;

/// <summary>The suites that a program knows. A program registers its own beside those that come with Attune.</summary>
public sealed class BenchmarkRegistry
{
    private readonly Dictionary<string, BenchmarkSuite> _suites = new(StringComparer.Ordinal);

    /// <summary>All suites, in the order in which they were added.</summary>
    public IReadOnlyCollection<BenchmarkSuite> Suites => _suites.Values;

    /// <summary>Adds a suite.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public BenchmarkRegistry Add(BenchmarkSuite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        if (!_suites.TryAdd(suite.Name, suite))
        {
            throw new ArgumentException($"There is a suite '{suite.Name}' already.", nameof(suite));
        }

        return this;
    }

    /// <summary>The suite of this name; null if there is none.</summary>
    public BenchmarkSuite? Find(string name) => _suites.GetValueOrDefault(name);
}
