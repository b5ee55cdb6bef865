using System.Buffers;
using System.Globalization;
using System.Text;
using Attune.Measurement.Exposition;

namespace Attune.Measurement;

/// <summary>Writes a snapshot in the Prometheus text format, version 0.0.4.</summary>
/// <remarks>
/// <para>Names become <c>snake_case</c> with the base unit and, for counters, <c>_total</c> at the end: <c>attune.cache.size</c> in
/// <c>MiBy</c> is written as <c>attune_cache_size_bytes</c>, converted. Words that promtool reserves for other types
/// (a gauge's trailing <c>_count</c>, <c>_sum</c>, <c>_total</c>) are left out. Source: the Prometheus naming practices and OpenTelemetry's
/// "Prometheus and OpenMetrics compatibility".</para>
/// <para>Each family is written once, families and series in ordinal order. Series that become equal are joined (totals and
/// histograms added, of gauges the last); families that become equal but differ in type get <c>_value</c> appended.</para>
/// </remarks>
public static class PrometheusWriter
{
    /// <summary>The HTTP content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes <paramref name="snapshot"/> as UTF-8 without a byte order mark.</summary>
    public static void Write(MetricsSnapshot snapshot, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(snapshot, text);
        Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    /// <summary>Writes <paramref name="snapshot"/> as text; lines end in a line feed.</summary>
    public static void Write(MetricsSnapshot snapshot, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var family in FamiliesOf(snapshot).Values)
        {
            family.WriteTo(output);
        }
    }

    private static SortedDictionary<string, PrometheusFamily> FamiliesOf(MetricsSnapshot snapshot)
    {
        var families = new SortedDictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        // In a fixed order, so that a name given to the second of two colliding families is the same at every scrape.
        foreach (var series in snapshot.Series
            .OrderBy(one => one.InstrumentName, StringComparer.Ordinal)
            .ThenBy(one => one.Kind)
            .ThenBy(one => one.MeterName, StringComparer.Ordinal)
            .ThenBy(one => one.Unit, StringComparer.Ordinal))
        {
            FamilyOf(series, families).Add(series);
        }

        return families;
    }

    private static PrometheusFamily FamilyOf(MetricSeries series, SortedDictionary<string, PrometheusFamily> families)
    {
        var unit = PrometheusUnit.Of(series.Unit);
        for (var rename = 0; ; rename++)
        {
            var name = PrometheusNames.Family(series.InstrumentName, unit.Name, series.Kind, rename);
            if (!families.TryGetValue(name, out var family))
            {
                families.Add(name, family = new PrometheusFamily(name, series, unit));
            }

            if (family.Accepts(series.Kind, unit))
            {
                return family;
            }
        }
    }
}
