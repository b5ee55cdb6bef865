using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Documents;

/// <summary>A fitted law as JSON; null where it knows no peak.</summary>
internal sealed record ScalabilityDocument(double Lambda, double Sigma, double Kappa, double RSquared, double? PeakConcurrency, double? PeakThroughputPerSecond)
{
    public static ScalabilityDocument? Of(ScalabilityFit? fit) => fit is null ? null : new(
        fit.Lambda, fit.Sigma, fit.Kappa, Math.Round(fit.RSquared, 4), Number.Round(fit.PeakLoad, 2), Number.Round(fit.PeakThroughput, 2));
}
