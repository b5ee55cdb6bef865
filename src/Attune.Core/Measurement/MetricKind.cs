namespace Attune.Measurement;

/// <summary>What a metric's number means.</summary>
public enum MetricKind
{
    /// <summary>A total that only grows.</summary>
    Counter,

    /// <summary>A total that grows and shrinks.</summary>
    UpDownCounter,

    /// <summary>The last value seen.</summary>
    Gauge,

    /// <summary>A distribution of values.</summary>
    Histogram,
}
