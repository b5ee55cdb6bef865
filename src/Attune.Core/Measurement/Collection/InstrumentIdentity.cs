using System.Diagnostics.Metrics;

namespace Attune.Measurement.Collection;

/// <summary>What makes two instruments the same metric.</summary>
internal sealed record InstrumentIdentity(string MeterName, string Name, string Unit, MetricKind Kind, bool IsObservable)
{
    /// <summary>The identity of <paramref name="instrument"/>; null when its type is none of the framework's.</summary>
    public static InstrumentIdentity? Of(Instrument instrument) => KindOf(instrument) is { } kind
        ? new InstrumentIdentity(
            instrument.Meter.Name, instrument.Name, instrument.Unit ?? string.Empty, kind, instrument.IsObservable)
        : null;

    private static MetricKind? KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType)
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Counter<>) || definition == typeof(ObservableCounter<>) ? MetricKind.Counter
            : definition == typeof(UpDownCounter<>) || definition == typeof(ObservableUpDownCounter<>) ? MetricKind.UpDownCounter
            : definition == typeof(Gauge<>) || definition == typeof(ObservableGauge<>) ? MetricKind.Gauge
            : definition == typeof(Histogram<>) ? MetricKind.Histogram
            : null;
    }
}
