namespace Attune.Measurement;

/// <summary>One instrument with one set of tags, at one moment.</summary>
public sealed record MetricSeries
{
    /// <summary>Name of the meter that the instrument belongs to, for example <c>Attune.Streaming</c>.</summary>
    public required string MeterName { get; init; }

    /// <summary>Name of the instrument, for example <c>attune.streaming.flows</c>.</summary>
    public required string InstrumentName { get; init; }

    /// <summary>What the number means.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>Unit of the values, in UCUM as OpenTelemetry uses it; empty when unknown. Histograms of time are always in <c>s</c>.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>What the instrument measures, for people; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The tags, sorted by key (ordinal), each key once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Total or last value; null for histograms.</summary>
    public double? Value { get; init; }

    /// <summary>The distribution; null for all other kinds.</summary>
    public HistogramSnapshot? Histogram { get; init; }

    /// <summary>Whether the series has all of <paramref name="filters"/> among its tags.</summary>
    public bool Matches(ReadOnlySpan<KeyValuePair<string, string>> filters)
    {
        foreach (var filter in filters)
        {
            if (!Tags.Contains(filter))
            {
                return false;
            }
        }

        return true;
    }
}
