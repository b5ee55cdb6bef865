using Attune.Lab.Load;
using Attune.Measurement;

namespace Attune.Lab.Reports;

/// <summary>The tables of a load run. A table without rows has nothing to show.</summary>
public static class LoadTables
{
    /// <summary>What was run and what came of it.</summary>
    public static ReportTable Summary(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<string[]> rows =
        [
            ["Target", result.Target],
            ["Model", $"{result.Model}, over {Protocol(result.Protocol)}"],
            ["Started", $"{result.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"],
            ["Duration", $"{result.Duration.TotalSeconds:#,0.0} s"],
            ["Connections", $"{result.Connections:#,0}"],
            ["Requests", result.NotSent == 0 ? Figure.Count(result.Requests) : $"{Figure.Count(result.Requests)}, and {Figure.Count(result.NotSent)} due but not sent"],
            ["Answered rate", result.OfferedRate is { } offered ? $"{Figure.Rate(result.RequestsPerSecond)} of {Figure.Rate(offered)} offered" : Figure.Rate(result.RequestsPerSecond)],
            ["Success", result.Requests == 0 ? Figure.NoData : $"{Figure.Percent(result.SuccessRate)} ({Figure.Count(result.Failed)} failed)"],
            ["Sent, received", $"{Figure.Bytes(result.BytesSent)}, {Figure.Bytes(result.BytesReceived)}"],
        ];
        if (result.Requests > 0 && result.ClientCpu > TimeSpan.Zero)
        {
            rows.Add(["Client CPU", $"{result.ClientCpu.TotalMicroseconds / result.Requests:#,0.0} µs a request"]);
        }

        return new ReportTable("Summary", ["", ""], rows, EndsWithText: true);
    }

    /// <summary>Percentiles of each time, from the intended start, from the sending, and of each phase.</summary>
    public static ReportTable Latencies(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable(
            "Latencies",
            ["Time", "Mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "Max"],
            [Row("from the intended start", result.Latency), Row("from the sending", result.ServiceTime), .. result.Phases.Select(phase => Row(phase.Key, phase.Value))]);

        static string[] Row(string name, HistogramSnapshot seconds) =>
            [name, Figure.Milliseconds(seconds.Mean * 1000), .. new[] { 50, 75, 90, 95, 99, 99.9, 100 }.Select(percent => Figure.Milliseconds(seconds.Percentile(percent) * 1000))];
    }

    /// <summary>How each threshold came out.</summary>
    public static ReportTable Thresholds(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ReportTable(
            "Thresholds", ["Threshold", "Measured", "Kept"],
            [.. result.Thresholds.Select(threshold => (string[])[threshold.Text, threshold.Measured, threshold.Passed ? "yes" : "no"])]);
    }

    /// <summary>Failures by cause.</summary>
    public static ReportTable Errors(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ReportTable.Counts("Errors", "Cause", result.Errors);
    }

    /// <summary>Answers by status.</summary>
    public static ReportTable Statuses(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ReportTable.Counts("Statuses", "Status", result.Statuses);
    }

    private static string Protocol(string name) => name switch
    {
        "http1" => "HTTP/1.1",
        "http2" => "HTTP/2",
        "websocket" => "WebSocket",
        "mcp" => "MCP",
        _ => name,
    };
}
