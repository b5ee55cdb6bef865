using System.Text.Json.Serialization;
using Attune.Measurement;

namespace Attune.Lab.Reports.Documents;

/// <summary>Times in milliseconds; null without any.</summary>
internal sealed record LatencyDocument(
    long Count, double? Min, double? Mean, double? StandardDeviation, double? P50, double? P75, double? P90, double? P95, double? P99,
    [property: JsonPropertyName("p99.9")] double? P999, double? Max)
{
    public static LatencyDocument Of(HistogramSnapshot seconds) => new(
        seconds.Count,
        Number.Milliseconds(seconds.Min),
        Number.Milliseconds(seconds.Mean),
        seconds.Count == 0 ? null : Number.Milliseconds(seconds.StandardDeviation),
        Number.Milliseconds(seconds.Percentile(50)),
        Number.Milliseconds(seconds.Percentile(75)),
        Number.Milliseconds(seconds.Percentile(90)),
        Number.Milliseconds(seconds.Percentile(95)),
        Number.Milliseconds(seconds.Percentile(99)),
        Number.Milliseconds(seconds.Percentile(99.9)),
        Number.Milliseconds(seconds.Max));
}
