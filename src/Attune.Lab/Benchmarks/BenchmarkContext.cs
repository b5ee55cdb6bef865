using System.Collections.Concurrent;
using System.Globalization;

namespace Attune.Lab.Benchmarks;

/// <summary>What a benchmark is given, and where it reports.</summary>
public sealed class BenchmarkContext
{
    private readonly ConcurrentDictionary<string, double> _quality = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _notes = new(StringComparer.Ordinal);

    /// <summary>A context, as the runner makes it.</summary>
    /// <param name="workFolder">An empty folder of this benchmark's own; deleted after tear-down.</param>
    /// <param name="parameters">What the person asked for, for example <c>agents=100</c>.</param>
    public BenchmarkContext(string workFolder, IReadOnlyDictionary<string, string>? parameters = null)
    {
        WorkFolder = workFolder;
        Parameters = parameters ?? new Dictionary<string, string>();
    }

    /// <summary>An empty folder of this benchmark's own; deleted after tear-down.</summary>
    public string WorkFolder { get; }

    /// <summary>What the person asked for, for example <c>agents=100</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Whether the present iteration is a warm-up, whose figure is thrown away.</summary>
    public bool IsWarmup { get; internal set; }

    /// <summary>What was reported of quality, by name: recall, hit rate, rows lost.</summary>
    public IReadOnlyDictionary<string, double> Quality => _quality;

    /// <summary>What was noted, by name.</summary>
    public IReadOnlyDictionary<string, string> Notes => _notes;

    /// <summary>The figure reported in this iteration; null if none was.</summary>
    public double? Reported { get; internal set; }

    /// <summary>Reports this iteration's figure, in the benchmark's unit; for figures of <see cref="FigureSource.Reported"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not finite.</exception>
    public void Report(double value) => Reported = Finite(value);

    /// <summary>Reports how good the result was; the last value of each name is kept and stands beside the figure.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not finite.</exception>
    public void ReportQuality(string name, double value) => _quality[name] = Finite(value);

    /// <summary>Keeps a short text with the result, for example the version of a peer.</summary>
    public void Note(string name, string text) => _notes[name] = text;

    /// <summary>A whole-number parameter.</summary>
    /// <exception cref="ArgumentException">The parameter is there and no number, or outside the bounds.</exception>
    public int Parameter(string name, int defaultValue, int minimum, int maximum)
    {
        if (!Parameters.TryGetValue(name, out var text))
        {
            return defaultValue;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new ArgumentException($"--{name} takes a whole number from {minimum} to {maximum}; this is '{text}'.", name);
    }

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new ArgumentException($"A figure must be a finite number; this is {value}.", nameof(value));
}
