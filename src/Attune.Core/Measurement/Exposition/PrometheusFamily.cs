using System.Globalization;

namespace Attune.Measurement.Exposition;

/// <summary>All series of one name and type.</summary>
internal sealed class PrometheusFamily(string name, MetricSeries first, PrometheusUnit unit)
{
    private readonly SortedDictionary<string, Sample> _samples = new(StringComparer.Ordinal);
    private readonly string _type = TypeOf(first.Kind);

    /// <summary>Whether series of this kind and unit may stand here; histograms cannot be converted after the fact.</summary>
    public bool Accepts(MetricKind kind, PrometheusUnit other) =>
        string.Equals(_type, TypeOf(kind), StringComparison.Ordinal) && (kind != MetricKind.Histogram || unit == other);

    public void Add(MetricSeries series)
    {
        var labels = PrometheusText.Labels(series.Tags);
        if (!_samples.TryGetValue(labels, out var sample))
        {
            _samples.Add(labels, sample = new Sample());
        }

        var value = (series.Value ?? 0) * PrometheusUnit.Of(series.Unit).Factor;
        sample.Value = series.Kind == MetricKind.Gauge ? value : sample.Value + value;
        sample.Histogram = sample.Histogram?.Merge(series.Histogram!) ?? series.Histogram;
    }

    public void WriteTo(TextWriter output)
    {
        var help = first.Description.Length > 0 ? first.Description : first.InstrumentName;
        output.Write($"# HELP {name} {PrometheusText.Help(help)}\n# TYPE {name} {_type}\n");
        foreach (var (labels, sample) in _samples)
        {
            if (sample.Histogram is { } histogram)
            {
                WriteHistogram(output, labels, histogram);
            }
            else
            {
                WriteSample(output, string.Empty, labels, PrometheusText.Number(sample.Value));
            }
        }
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private void WriteHistogram(TextWriter output, string labels, HistogramSnapshot histogram)
    {
        var prefix = labels.Length > 0 ? labels + "," : string.Empty;
        foreach (var bound in PrometheusBounds.For(unit.Name))
        {
            WriteBucket(output, prefix, PrometheusText.Number(bound), histogram.CountAtOrBelow(bound / unit.Factor));
        }

        WriteBucket(output, prefix, "+Inf", histogram.Count);
        WriteSample(output, "_sum", labels, PrometheusText.Number(histogram.Sum * unit.Factor));
        WriteSample(output, "_count", labels, histogram.Count.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteBucket(TextWriter output, string prefix, string bound, long count) =>
        WriteSample(output, "_bucket", $"{prefix}le=\"{bound}\"", count.ToString(CultureInfo.InvariantCulture));

    private void WriteSample(TextWriter output, string suffix, string labels, string value)
    {
        output.Write(name);
        output.Write(suffix);
        if (labels.Length > 0)
        {
            output.Write($"{{{labels}}}");
        }

        output.Write($" {value}\n");
    }

    private sealed class Sample
    {
        public double Value { get; set; }

        public HistogramSnapshot? Histogram { get; set; }
    }
}
