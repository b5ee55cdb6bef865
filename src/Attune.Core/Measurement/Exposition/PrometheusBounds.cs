namespace Attune.Measurement.Exposition;

/// <summary>Fixed upper bounds of histogram buckets: the same at every scrape, so that rates over them are true.</summary>
internal static class PrometheusBounds
{
    private static readonly double[] Seconds =
    [
        0.00001, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ];

    private static readonly double[] Bytes = [.. Enumerable.Range(3, 13).Select(power => Math.Pow(4, power))];

    private static readonly double[] Values =
    [
        0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 1e4, 1e5, 1e6, 1e9,
    ];

    public static double[] For(string unit) => unit switch
    {
        PrometheusUnit.Seconds => Seconds,
        PrometheusUnit.Bytes => Bytes,
        _ => Values,
    };
}
