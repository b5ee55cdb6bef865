using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>Writes stored results in other formats.</summary>
public static class HistoryExport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] Columns =
    [
        "run", "started_at", "suite", "name", "parameters", "value", "unit", "better", "deviation", "outcome", "error", "target", "peer", "peer_value", "execution_seconds",
        "memory_mb", "machine", "commit", "branch", "noise", "label",
    ];

    /// <summary>Writes <paramref name="records"/>.</summary>
    public static string Write(IReadOnlyList<BenchmarkRecord> records, ExportFormat format)
    {
        ArgumentNullException.ThrowIfNull(records);
        return format switch
        {
            ExportFormat.Json => JsonSerializer.Serialize(records, Json) + "\n",
            ExportFormat.Csv => ToCsv(records),
            ExportFormat.Md => ToMarkdown(records),
            _ => throw new NotSupportedException("html"),
        };
    }

    private static string ToCsv(IReadOnlyList<BenchmarkRecord> records)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append("\r\n");
        foreach (var (run, item) in records)
        {
            object?[] row =
            [
                run.Id, item.StartedAt.ToString("O", CultureInfo.InvariantCulture), item.Suite, item.Name, SeriesKey.Of(item).Parameters, item.Value, item.Unit,
                item.LowerIsBetter ? "lower" : "higher", item.Deviation, item.Outcome, item.Error, item.Target, item.Peer, item.PeerValue, item.ExecutionSeconds,
                item.MemoryMb, run.MachineId, run.Commit, run.Branch, run.Noise, run.Label,
            ];
            text.AppendJoin(',', row.Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>RFC 4180; what a spreadsheet would take for a formula is kept from being one.</summary>
    private static string Quote(object? value)
    {
        var field = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (value is string && field.Length > 0 && "=+-@\t".Contains(field[0], StringComparison.Ordinal))
        {
            field = $"'{field}";
        }

        return field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }

    private static string ToMarkdown(IReadOnlyList<BenchmarkRecord> records)
    {
        var text = new StringBuilder("| Run | Time (UTC) | Benchmark | Measured | ± | Target | Beside | Outcome |\n| --: | --- | --- | --: | --: | --: | --- | --- |\n");
        foreach (var (run, item) in records)
        {
            var better = item.LowerIsBetter ? "≤" : "≥";
            text.Append(CultureInfo.InvariantCulture, $"| {run.Id} | {item.StartedAt:yyyy-MM-dd HH:mm:ss} | {Cell(SeriesKey.Of(item).ToString())} | {item.Value:G4} {Cell(item.Unit)} | {item.Deviation:G3} ")
                .Append(CultureInfo.InvariantCulture, $"| {(item.Target is { } target ? $"{better} {target:G4}" : "")} | {(item.Peer is { } peer ? $"{Cell(peer)} {item.PeerValue:G4}" : "")} | {Cell(item.Error is null ? item.Outcome : $"{item.Outcome}: {item.Error}")} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
