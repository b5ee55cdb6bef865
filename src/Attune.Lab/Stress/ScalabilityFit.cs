using Attune.Lab.Stress.Fitting;

namespace Attune.Lab.Stress;

/// <summary>Gunther's Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted to measured throughputs.</summary>
/// <remarks>
/// N is concurrency: users of the closed model; requests in flight by Little's law for the open one (<see cref="StressStep.Concurrency"/>).
/// Source: N. J. Gunther, "Guerrilla Capacity Planning" (2007).
/// </remarks>
/// <param name="Lambda">λ: throughput of one user, requests a second.</param>
/// <param name="Sigma">σ: contention, the share of the work that is serial; from 0 to 1.</param>
/// <param name="Kappa">κ: coherence, the cost of agreeing; at least 0.</param>
/// <param name="RSquared">Share of the throughputs' variance that the law explains; at most 1, below 0 when their mean explains more.</param>
/// <param name="PeakLoad">Concurrency of the highest throughput, √((1 − σ)/κ); infinite when κ is 0.</param>
/// <param name="PeakThroughput">The throughput there, requests a second; infinite when σ and κ are 0.</param>
public sealed record ScalabilityFit(double Lambda, double Sigma, double Kappa, double RSquared, double PeakLoad, double PeakThroughput)
{
    /// <summary>Fewest different concurrencies that a fit needs: one more than it has parameters.</summary>
    public const int FewestPoints = 4;

    /// <summary>The law's throughput at <paramref name="load"/>, requests a second.</summary>
    public double Throughput(double load) => Lambda * load / (1 + Sigma * (load - 1) + Kappa * load * (load - 1));

    /// <summary>Fits the law; a minority of points that lie off it counts for little.</summary>
    /// <param name="points">Concurrency and throughput. Points below one at a time, where nothing contends, and points without a throughput are left out.</param>
    /// <returns>The fit, or null with fewer than <see cref="FewestPoints"/> different concurrencies.</returns>
    /// <remarks>
    /// N/X = a + b(N − 1) + cN(N − 1) is linear in a = 1/λ, b = σ/λ, c = κ/λ. The relative error is minimised with Huber's weights, under
    /// 0 ≤ b ≤ a and 0 ≤ c, by solving the problem with each set of bounds that can be active.
    /// </remarks>
    public static ScalabilityFit? Of(IEnumerable<(double Concurrency, double Throughput)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var used = points.Where(point => double.IsFinite(point.Concurrency) && point.Concurrency >= 1 && double.IsFinite(point.Throughput) && point.Throughput > 0).ToArray();
        if (used.DistinctBy(point => point.Concurrency).Take(FewestPoints).Count() < FewestPoints)
        {
            return null;
        }

        var (a, b, c) = ScalabilityRegression.Fit(used);
        return Create(1 / a, b / a, c / a, used);
    }

    private static ScalabilityFit Create(double lambda, double sigma, double kappa, (double Concurrency, double Throughput)[] points)
    {
        var peak = kappa > 0 ? Math.Sqrt((1 - sigma) / kappa) : double.PositiveInfinity;
        var fit = new ScalabilityFit(lambda, sigma, kappa, 0, peak, 0);
        var mean = points.Average(point => point.Throughput);
        var total = points.Sum(point => Math.Pow(point.Throughput - mean, 2));
        var left = points.Sum(point => Math.Pow(point.Throughput - fit.Throughput(point.Concurrency), 2));
        return fit with
        {
            RSquared = total > 0 ? 1 - (left / total) : 0,
            PeakThroughput = double.IsFinite(peak) ? fit.Throughput(peak) : sigma > 0 ? lambda / sigma : double.PositiveInfinity,
        };
    }
}
