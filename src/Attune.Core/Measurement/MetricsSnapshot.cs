namespace Attune.Measurement;

/// <summary>All series of a <see cref="MetricsCollector"/> at one moment; immutable.</summary>
/// <param name="timestamp">When it was taken, in UTC.</param>
/// <param name="series">The series.</param>
public sealed class MetricsSnapshot(DateTimeOffset timestamp, IEnumerable<MetricSeries> series)
{
    private readonly Dictionary<string, MetricSeries[]> _byInstrument = series
        .GroupBy(one => one.InstrumentName, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>When it was taken, in UTC.</summary>
    public DateTimeOffset Timestamp { get; } = timestamp;

    /// <summary>All series; those of one instrument stand together.</summary>
    public IReadOnlyList<MetricSeries> Series => field ??= [.. _byInstrument.Values.SelectMany(group => group)];

    /// <summary>How many callbacks of observable instruments have thrown since the collector started; their values are missing.</summary>
    public long FailedCallbacks { get; init; }

    /// <summary>The series of an instrument that have all of <paramref name="filters"/>.</summary>
    public IReadOnlyList<MetricSeries> Find(string instrumentName, params ReadOnlySpan<KeyValuePair<string, string>> filters)
    {
        var found = new List<MetricSeries>();
        foreach (var one in _byInstrument.GetValueOrDefault(instrumentName, []))
        {
            if (one.Matches(filters))
            {
                found.Add(one);
            }
        }

        return found;
    }

    /// <summary>Sum of an instrument's totals or last values over all series that have all of <paramref name="filters"/>.</summary>
    /// <returns>The sum; null when there is no such series, or only histograms: no data is not zero.</returns>
    public double? Sum(string instrumentName, params ReadOnlySpan<KeyValuePair<string, string>> filters)
    {
        double? sum = null;
        foreach (var one in Find(instrumentName, filters))
        {
            sum = one.Value is { } value ? (sum ?? 0) + value : sum;
        }

        return sum;
    }

    /// <summary>Distribution of an instrument's values over all series that have all of <paramref name="filters"/>.</summary>
    /// <returns>The merged histogram, in seconds for units of time; null when there is no such series.</returns>
    public HistogramSnapshot? Histogram(string instrumentName, params ReadOnlySpan<KeyValuePair<string, string>> filters)
    {
        HistogramSnapshot? merged = null;
        foreach (var one in Find(instrumentName, filters))
        {
            merged = one.Histogram is null ? merged : merged?.Merge(one.Histogram) ?? one.Histogram;
        }

        return merged;
    }
}
