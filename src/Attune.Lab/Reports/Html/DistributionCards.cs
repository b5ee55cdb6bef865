using Attune.Lab.Reports.Documents;

namespace Attune.Lab.Reports.Html;

/// <summary>What load and stress pages show of all latencies together.</summary>
internal static class DistributionCards
{
    public static Markup Distribution(IReadOnlyList<DistributionBin> bins)
    {
        var total = bins.Sum(bin => bin.Count);
        var most = bins.MaxBy(bin => bin.Count);
        var rows = bins.Where(bin => bin.Count > 0)
            .Select(bin => (string[])[$"{Figure.Milliseconds(bin.FromMs)} to {Figure.Milliseconds(bin.ToMs)}", Figure.Count(bin.Count), Figure.Percent((double)bin.Count / total)]);
        return Cards.Chart(
            "distribution", "Response times", "answers by latency, logarithmic",
            most is null ? Figure.NoData : $"most answers between {Figure.Milliseconds(most.FromMs)} and {Figure.Milliseconds(most.ToMs)}",
            bins.Count == 0 ? Markup.None : Cards.Details("Figures as a table", Cards.Table(new ReportTable("Response times", ["Latency", "Answers", "Share"], [.. rows]))));
    }

    public static Markup PercentileTable(IReadOnlyList<PercentilePoint> points) => points.Count == 0 ? Markup.None : Cards.Table(new ReportTable(
        "Latency by percentile",
        ["Slower", "From the intended start", "From the sending"],
        [.. points.Skip(1).Select(point => (string[])
            [$"1 in {point.OneIn:#,0.#}", Figure.Milliseconds(point.LatencyMs ?? double.NaN), Figure.Milliseconds(point.ServiceTimeMs ?? double.NaN)])]));
}
