using Attune.Lab.Reports.Documents;
using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Html;

/// <summary>A stress test as a page.</summary>
internal static class StressPage
{
    public static string Write(StressResult result)
    {
        var document = StressDocument.Of(result);
        var steps = result.Steps;
        var isUsers = result.LoadUnit == "users";
        Markup[] main =
        [
            Tiles(result),
            Cards.Findings(StressFindings.Of(result)),
            Cards.Facts(StressTables.Summary(result)),
            Cards.TableCard("levels", StressTables.Levels(result), span: "span-12"),
            Cards.Chart("throughput", "Throughput against load", "successful answers a second", $"{Figure.Rate(steps.Max(step => step.Throughput))} at most", Markup.None),
            Cards.Chart("p95", "p95 latency against load", "from the intended start", $"{Figure.Milliseconds(steps.Max(step => step.Result.Latency.Percentile(95)) * 1000)} at most", Markup.None),
            Cards.Chart("success", "Success against load", "share of due requests", $"{Figure.Percent(steps.Min(step => step.SuccessRate))} at least", Markup.None),
            DistributionCards.Distribution(document.Distribution),
            Concurrency(result),
            Cards.Chart("percentiles", "Latency by percentile", "1/(1 − p), logarithmic", "the highest level that held and the lowest that did not", Cards.Details(
                "Figures as a table", Markup.Join(document.PercentileCurves.Select(curve => Markup.Of($"<h3>{Figure.Load(curve.Load)} {result.LoadUnit}</h3>{DistributionCards.PercentileTable(curve.Points)}"))))),
            isUsers ? Law(result, "span-6") : Markup.None,
            Cards.Row(isUsers ? Markup.None : Law(result, ""), Cards.TableCard("causes", StressTables.Errors(result))),
        ];
        return ReportPage.Write(
            $"Stress test of {result.Target}", "Stress test",
            Outcome(result),
            Markup.Join(main), ReportJson.WriteForHtml(document),
            "Latencies count from the intended start. Degraded: " + StressTables.Limits(result) + ".");
    }

    private static Markup Law(StressResult result, string span) => Cards.TableCard("law", StressTables.Scalability(result), "fitted to all levels", span);

    private static ReportOutcome Outcome(StressResult result) => result.DegradationPoint is { } lost
        ? new ReportOutcome(result.MaximumSustainableLoad is not null, $"Degrades at {Figure.Load(lost)} {result.LoadUnit}")
        : new ReportOutcome(true, "Not degraded");

    private static Markup Tiles(StressResult result)
    {
        var best = result.Steps.MaxBy(step => step.Throughput);
        var held = result.Steps.FirstOrDefault(step => step.Load == result.MaximumSustainableLoad);
        return Cards.Tiles(
            Cards.Tile("Sustainable load", result.MaximumSustainableLoad is { } most ? Figure.Load(most) : "None", result.LoadUnit),
            Cards.Tile("Degrades at", result.DegradationPoint is { } lost ? Figure.Load(lost) : "Not seen", result.DegradationCause ?? "every level held"),
            Cards.Tile("Highest throughput", best is null ? Figure.NoData : Figure.Rate(best.Throughput), best is null ? "" : $"at {Figure.Load(best.Load)} {result.LoadUnit}"),
            Cards.Tile(
                "p95 at sustainable load", held is null ? Figure.NoData : Figure.Milliseconds(held.Result.Latency.Percentile(95) * 1000),
                held is null ? "" : $"success {Figure.Percent(held.SuccessRate)}"));
    }

    /// <summary>In the open model the law is about requests in flight, which is not the load.</summary>
    private static Markup Concurrency(StressResult result) => result.Scalability is null || result.LoadUnit == "users"
        ? Markup.None
        : Cards.Chart("concurrency", "Throughput against concurrency", "requests in flight, by Little's law", "the table of levels has the throughputs", Markup.None);
}
