using Attune.Lab.Reports.Documents;
using Attune.Lab.Reports.Html;
using Attune.Lab.Reports.Text;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.Reports;

/// <summary>Stored benchmark results in the formats that people and programs read.</summary>
public static class HistoryReport
{
    /// <summary>Writes <paramref name="records"/>, which come oldest first and with samples.</summary>
    public static string Write(IReadOnlyList<BenchmarkRecord> records, ReportFormat format)
    {
        ArgumentNullException.ThrowIfNull(records);
        return format switch
        {
            ReportFormat.Json => ReportJson.Write(records) + "\n",
            ReportFormat.Csv => HistoryText.ToCsv(records),
            ReportFormat.Markdown => HistoryText.ToMarkdown(records),
            _ => HistoryPage.Write(records),
        };
    }
}
