using Attune.Lab.Stress;

namespace Attune.Lab.Reports;

/// <summary>Says what a stress test found.</summary>
public static class StressFindings
{
    /// <summary>A fit that explains less of the variance is not worth reading.</summary>
    private const double UsefulFit = 0.8;

    /// <summary>The highest load that held, the point of degradation, and what limits growth.</summary>
    public static IReadOnlyList<Finding> Of(StressResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var findings = new List<Finding>();
        var unit = result.LoadUnit;
        findings.Add((result.MaximumSustainableLoad, result.DegradationPoint) switch
        {
            ({ } held, { } lost) => new(FindingVerdict.Good, $"It holds {Figure.Load(held)} {unit} and degrades at {Figure.Load(lost)} {unit}: {result.DegradationCause}."),
            ({ } held, null) => new(FindingVerdict.Good, $"It holds {Figure.Load(held)} {unit}, the highest level that was tried: its limit lies above."),
            (null, { } lost) => new(FindingVerdict.Poor, $"It is degraded at {Figure.Load(lost)} {unit}, the lowest level that was tried: {result.DegradationCause}. Its limit lies below."),
            _ => new(FindingVerdict.Poor, "No level was measured."),
        });
        if (Absence(result) is { } load)
        {
            findings.Add(new(FindingVerdict.Poor, $"Connections were refused at {Figure.Load(load)} {unit}, which earlier levels were not: the server may have gone away, and what was measured then says nothing of its capacity."));
        }

        if (result.Scalability is { } fit)
        {
            findings.Add(Growth(fit));
        }

        if (result.Stopped)
        {
            findings.Add(new(FindingVerdict.Fair, "The test was stopped before its end."));
        }

        return findings;
    }

    /// <summary>The first level at which connections were refused after a level without; null if there is none.</summary>
    private static double? Absence(StressResult result) =>
        result.Steps.SkipWhile(IsRefused).FirstOrDefault(IsRefused)?.Load;

    private static bool IsRefused(StressStep step) => step.Result.Errors.Keys.Any(cause => cause.Contains("refused", StringComparison.OrdinalIgnoreCase));

    private static Finding Growth(ScalabilityFit fit) => fit switch
    {
        { RSquared: < UsefulFit } => new(FindingVerdict.Fair, $"The Universal Scalability Law explains only {Figure.Percent(Math.Max(0, fit.RSquared))} of the throughputs: read nothing into its figures."),
        { Kappa: > 0 } => new(FindingVerdict.Fair, $"Throughput peaks near {Figure.Count(fit.PeakLoad)} at a time with {Figure.Count(fit.PeakThroughput)}/s and falls beyond (contention {Figure.Percent(fit.Sigma)}, coherence {fit.Kappa:0.00e+0})."),
        { Sigma: > 0 } => new(FindingVerdict.Fair, $"Throughput grows towards {Figure.Count(fit.PeakThroughput)}/s (contention {Figure.Percent(fit.Sigma)}, no cost of coherence seen)."),
        _ => new(FindingVerdict.Good, $"Throughput grows in proportion to the load, {fit.Lambda:#,0.##}/s for each at a time; no limit seen."),
    };
}
