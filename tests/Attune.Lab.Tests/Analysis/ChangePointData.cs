using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Attune.Lab.Tests.Analysis;

/// <summary>The data sets of change points, which are not part of the repository.</summary>
internal static class ChangePointData
{
    public static string PathOf(string relative)
    {
        var path = Path.Combine(Root(), "changepoints", relative);
        Skip.IfNot(Path.Exists(path), $"the data set shared/data/changepoints/{relative} is absent");
        return path;
    }

    public static JsonElement Json(string relative)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(relative)));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    public static double[] JmhIterations(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf("jmh/" + file)), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "..", "shared", "data");
            if (File.Exists(Path.Combine(folder.FullName, "Attune.slnx")) && Directory.Exists(beside))
            {
                return beside;
            }
        }

        return Environment.GetEnvironmentVariable("ATTUNE_DATA") ?? "absent";
    }
}
