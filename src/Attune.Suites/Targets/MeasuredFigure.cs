using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>The figures of a benchmark that several targets read: measured for the first of them, kept for the others.</summary>
/// <remarks>
/// Only figures that a benchmark reports itself are kept: those of the runner's clock are taken afresh for each target. Figures of a run that
/// failed are not kept.
/// </remarks>
/// <param name="path">The benchmark as <c>suite/name</c>.</param>
internal sealed class MeasuredFigure(string path)
{
    private readonly List<Reading> _measuring = [];

    public string Path => path;

    /// <summary>The measured iterations of an earlier target, in order; empty if there was none.</summary>
    public IReadOnlyList<Reading> Kept { get; private set; } = [];

    /// <summary>Takes note of what the benchmark has just reported.</summary>
    public void Note(BenchmarkContext context)
    {
        if (!context.IsWarmup && context.Reported is { } value)
        {
            _measuring.Add(new Reading(value, context.Quality.ToDictionary()));
        }
    }

    /// <summary>The run is over.</summary>
    /// <param name="succeeded">Whether later targets may read its figures.</param>
    public void End(bool succeeded)
    {
        Kept = succeeded ? [.. _measuring] : [];
        _measuring.Clear();
    }

    /// <summary>What one iteration reported.</summary>
    internal sealed record Reading(double Value, IReadOnlyDictionary<string, double> Quality);
}
