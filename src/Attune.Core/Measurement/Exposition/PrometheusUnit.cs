using Attune.Measurement.Collection;

namespace Attune.Measurement.Exposition;

/// <summary>A Prometheus base unit and what one of the instrument's units is worth in it.</summary>
internal sealed record PrometheusUnit(string Name, double Factor)
{
    public const string Seconds = "seconds";
    public const string Bytes = "bytes";

    /// <summary>The base unit for a UCUM code; without a name when there is none.</summary>
    public static PrometheusUnit Of(string ucum) => TimeUnit.SecondsPer(ucum) is { } seconds
        ? new PrometheusUnit(Seconds, seconds)
        : ucum switch
        {
            "By" => new PrometheusUnit(Bytes, 1),
            "kBy" => new PrometheusUnit(Bytes, 1e3),
            "MBy" => new PrometheusUnit(Bytes, 1e6),
            "GBy" => new PrometheusUnit(Bytes, 1e9),
            "KiBy" => new PrometheusUnit(Bytes, 1L << 10),
            "MiBy" => new PrometheusUnit(Bytes, 1L << 20),
            "GiBy" => new PrometheusUnit(Bytes, 1L << 30),
            "%" => new PrometheusUnit("ratio", 0.01),
            "Cel" => new PrometheusUnit("celsius", 1),
            "J" => new PrometheusUnit("joules", 1),
            "W" => new PrometheusUnit("watts", 1),
            "V" => new PrometheusUnit("volts", 1),
            "A" => new PrometheusUnit("amperes", 1),
            "Hz" => new PrometheusUnit("hertz", 1),
            _ => new PrometheusUnit(string.Empty, 1),
        };
}
