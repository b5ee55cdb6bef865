using System.IO.Compression;
using System.Text.Json;

namespace Attune.Suites.Analysis;

/// <summary>A series of the Turing Change Point Dataset with the change points that people saw in it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Values">Its values; missing ones are not a number.</param>
/// <param name="Annotations">The change points of each person.</param>
internal sealed record AnnotatedSeries(string Name, double[] Values, IReadOnlyList<int[]> Annotations)
{
    public const string Folder = "changepoints/tcpd";

    public static List<AnnotatedSeries> LoadAll(string folder)
    {
        using var annotations = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "annotations.json")));
        return [.. annotations.RootElement.EnumerateObject().Select(series => new AnnotatedSeries(
            series.Name,
            Read(Path.Combine(folder, series.Name + ".json.gz")),
            [.. series.Value.EnumerateObject().Select(person => person.Value.EnumerateArray().Select(point => point.GetInt32()).ToArray())]))];
    }

    private static double[] Read(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(file);
        return [.. document.RootElement.GetProperty("series")[0].GetProperty("raw").EnumerateArray()
            .Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)];
    }
}
