using Attune.Lab.Load;
using Attune.Lab.Reports.Documents;
using Attune.Lab.Reports.Html;
using Attune.Lab.Reports.Text;

namespace Attune.Lab.Reports;

/// <summary>Writes a load run down. The shape of each format is described in <c>docs/load-reports.md</c>.</summary>
public static class LoadReport
{
    /// <summary>The whole result as a JSON object: camelCase, every unit in the name, null for what there is no data for.</summary>
    public static string ToJson(LoadResult result) => ReportJson.Write(LoadDocument.Of(Checked(result)));

    /// <summary>A header line, then a line for each second of the run (RFC 4180); a field without data is empty.</summary>
    public static string ToCsv(LoadResult result) => LoadCsv.Write(Checked(result));

    /// <summary>Summary, findings, latencies, errors and thresholds for a person.</summary>
    public static string ToMarkdown(LoadResult result) => LoadMarkdown.Write(Checked(result));

    /// <summary>One HTML file that needs no network: figures, tables, and charts of the run.</summary>
    public static string ToHtml(LoadResult result) => LoadPage.Write(Checked(result));

    /// <summary>The report in any of the formats.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is none of them.</exception>
    public static string Write(LoadResult result, ReportFormat format) => format switch
    {
        ReportFormat.Json => ToJson(result),
        ReportFormat.Csv => ToCsv(result),
        ReportFormat.Markdown => ToMarkdown(result),
        ReportFormat.Html => ToHtml(result),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of reports."),
    };

    private static LoadResult Checked(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result;
    }
}
