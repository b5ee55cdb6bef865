using Attune.Lab.Reports.Documents;
using Attune.Lab.Reports.Html;
using Attune.Lab.Reports.Text;
using Attune.Lab.Stress;

namespace Attune.Lab.Reports;

/// <summary>Writes a stress test down. The shape of each format is described in <c>docs/load-reports.md</c>.</summary>
public static class StressReport
{
    /// <summary>The whole result as a JSON object: camelCase, every unit in the name, null for what there is no data for.</summary>
    public static string ToJson(StressResult result) => ReportJson.Write(StressDocument.Of(Checked(result)));

    /// <summary>A header line, then a line for each level in ascending order (RFC 4180); a field without data is empty.</summary>
    public static string ToCsv(StressResult result) => StressCsv.Write(Checked(result));

    /// <summary>What was found, and a table of the levels, for a person.</summary>
    public static string ToMarkdown(StressResult result) => StressMarkdown.Write(Checked(result));

    /// <summary>One HTML file that needs no network: figures, tables, and charts over the levels.</summary>
    public static string ToHtml(StressResult result) => StressPage.Write(Checked(result));

    /// <summary>The report in any of the formats.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is none of them.</exception>
    public static string Write(StressResult result, ReportFormat format) => format switch
    {
        ReportFormat.Json => ToJson(result),
        ReportFormat.Csv => ToCsv(result),
        ReportFormat.Markdown => ToMarkdown(result),
        ReportFormat.Html => ToHtml(result),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of reports."),
    };

    private static StressResult Checked(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result;
    }
}
