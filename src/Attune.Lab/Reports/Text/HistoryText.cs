using System.Globalization;
using Attune.Lab.History;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.Reports.Text;

/// <summary>Stored results as text: one row for each.</summary>
internal static class HistoryText
{
    public static string ToCsv(IReadOnlyList<BenchmarkRecord> records)
    {
        var csv = new CsvText().Line(
            "run", "started_at", "suite", "name", "parameters", "value", "unit", "better", "deviation", "outcome", "error", "target", "peer", "peer_value",
            "execution_seconds", "memory_mb", "machine", "commit", "branch", "noise", "label");
        foreach (var (run, item) in records)
        {
            csv.Line(
                run.Id, item.StartedAt.ToString("O", CultureInfo.InvariantCulture), item.Suite, item.Name, SeriesKey.Of(item).Parameters, item.Value, item.Unit,
                item.LowerIsBetter ? "lower" : "higher", item.Deviation, item.Outcome, item.Error, item.Target, item.Peer, item.PeerValue,
                item.ExecutionSeconds, item.MemoryMb, run.MachineId, run.Commit, run.Branch, run.Noise, run.Label);
        }

        return csv.ToString();
    }

    public static string ToMarkdown(IReadOnlyList<BenchmarkRecord> records) => new MarkdownText().Table(new ReportTable(
        "Benchmark results", ["Benchmark", "Run", "Time (UTC)", "Measured", "±", "Target", "Beside", "Outcome"],
        [.. records.Select(record => (IReadOnlyList<string>)
        [
            SeriesKey.Of(record.Measurement).ToString(), record.Run.Id.ToString(CultureInfo.InvariantCulture), $"{record.Measurement.StartedAt:yyyy-MM-dd HH:mm:ss}",
            Figure.WithUnit(record.Measurement.Value, record.Measurement.Unit), record.Measurement.Deviation is { } deviation ? Figure.WithUnit(deviation, "").TrimEnd() : "",
            TargetOf(record.Measurement), record.Measurement.Peer is { } peer ? $"{peer}: {Figure.WithUnit(record.Measurement.PeerValue, record.Measurement.Unit)}" : "",
            OutcomeOf(record.Measurement),
        ])], EndsWithText: true)).ToString();

    public static string TargetOf(StoredMeasurement item) => item.Target is { } target ? $"{(item.LowerIsBetter ? "≤" : "≥")} {Figure.WithUnit(target, item.Unit)}" : "";

    public static string OutcomeOf(StoredMeasurement item) => item.Error is null ? item.Outcome : $"{item.Outcome}: {item.Error}";
}
