namespace Attune.Lab.Benchmarks;

/// <summary>How a session runs its benchmarks.</summary>
public sealed record BenchmarkSessionOptions
{
    /// <summary>Settings before a benchmark changes them to suit itself.</summary>
    public BenchmarkOptions Defaults { get; init; } = new();

    /// <summary>Applies what a person asked for explicitly, last of all.</summary>
    public Func<BenchmarkOptions, BenchmarkOptions> Override { get; init; } = static options => options;

    /// <summary>Passed to every benchmark.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>A person's name for the run; null without one.</summary>
    public string? Label { get; init; }

    /// <summary>A folder in the repository whose commit is recorded; the present one by default.</summary>
    public string SourceFolder { get; init; } = ".";
}
