using System.Text;
using System.Text.Json;

namespace Attune.Lab.Load;

/// <summary>Reads data files: CSV with a header line (RFC 4180), or one JSON object a line.</summary>
internal static class DataFileReader
{
    private const long MostBytes = 256L << 20;
    private const int MostRows = 1_000_000;

    public static DataRows Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw new LoadException($"data: {name} is larger than {MostBytes >> 20} MiB");
            }

            var text = File.ReadAllText(path, Encoding.UTF8);
            var rows = text.AsSpan().TrimStart().StartsWith("{") ? ReadJsonLines(text, name) : ReadCsv(text, name);
            return rows.Rows.Count switch
            {
                0 => throw new LoadException($"data: {name} has no rows"),
                > MostRows => throw new LoadException($"data: {name} has {rows.Rows.Count} rows, at most {MostRows} are allowed"),
                _ => rows,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LoadException($"data: {name} cannot be read: {error.Message}", error);
        }
    }

    private static DataRows ReadJsonLines(string text, string name)
    {
        var columns = new List<string>();
        var rows = new List<string[]>();
        foreach (var (number, line) in text.Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                var values = document.RootElement.EnumerateObject()
                    .ToDictionary(field => field.Name, field => field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText());
                if (columns.Count == 0)
                {
                    columns.AddRange(values.Keys);
                }

                rows.Add([.. columns.Select(column => values.TryGetValue(column, out var value)
                    ? value
                    : throw new LoadException($"data: {name}, line {number + 1}: '{column}' is missing"))]);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
            {
                throw new LoadException($"data: {name}, line {number + 1} is not a JSON object", error);
            }
        }

        return new DataRows(columns, rows);
    }

    private static DataRows ReadCsv(string text, string name)
    {
        var records = CsvText.Read(text).ToList();
        var columns = records.Count > 0 ? records[0] : [];
        for (var i = 1; i < records.Count; i++)
        {
            if (records[i].Length != columns.Length)
            {
                throw new LoadException($"data: {name}, record {i + 1} has {records[i].Length} values, the header has {columns.Length}");
            }
        }

        return new DataRows(columns, records[Math.Min(1, records.Count)..]);
    }
}
