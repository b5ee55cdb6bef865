using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Attune.Suites.Analysis;

/// <summary>Iterations of a Java microbenchmark, with the label where its steady state starts.</summary>
/// <param name="SecondsPerOperation">One figure for each iteration.</param>
/// <param name="SteadyStart">First steady iteration; null where there is none.</param>
internal sealed record JmhSeries(double[] SecondsPerOperation, int? SteadyStart)
{
    public const string Folder = "changepoints/jmh";

    public static List<JmhSeries> LoadAll(string folder)
    {
        using var labels = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "labels.json")));
        return [.. labels.RootElement.EnumerateArray().Select(label =>
        {
            var start = label.GetProperty("steady_start").GetInt32();
            return new JmhSeries(Iterations(Path.Combine(folder, label.GetProperty("file").GetString()!)), start < 0 ? null : start);
        })];
    }

    /// <summary>The steady parts of those series that have one.</summary>
    public static List<double[]> SteadyTails(string folder) =>
        [.. LoadAll(folder).Where(series => series.SteadyStart is not null).Select(series => series.SecondsPerOperation[series.SteadyStart!.Value..])];

    private static double[] Iterations(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        var values = new List<double>();
        while (reader.ReadLine() is { } line)
        {
            values.Add(double.Parse(line, CultureInfo.InvariantCulture));
        }

        return [.. values];
    }
}
