using Attune.Lab.Load;

namespace Attune.Lab.Reports.Text;

/// <summary>A load run for people.</summary>
internal static class LoadMarkdown
{
    public static string Write(LoadResult result)
    {
        var page = new MarkdownText().Heading(1, $"Load test: {result.Name}").Heading(2, "Summary").Bullet($"Result: {ReportOutcome.Of(result).Text.ToLowerInvariant()}");
        foreach (var row in LoadTables.Summary(result).Rows)
        {
            page.Bullet($"{row[0]}: {row[1]}");
        }

        return page.Findings(LoadFindings.Of(result))
            .Table(LoadTables.Latencies(result))
            .Table(LoadTables.Thresholds(result))
            .Table(LoadTables.Errors(result))
            .Table(LoadTables.Statuses(result))
            .ToString();
    }
}
