namespace Attune.Lab.Stress;

/// <summary>Gunther's Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted to measured throughputs.</summary>
/// <param name="Lambda">λ: throughput of one user, requests a second.</param>
/// <param name="Sigma">σ: contention, the share of the work that is serial; at least 0.</param>
/// <param name="Kappa">κ: coherence, the cost of agreeing; at least 0.</param>
/// <param name="RSquared">Share of the throughputs' variance that the law explains.</param>
/// <param name="PeakLoad">Level of the highest throughput, √((1 − σ)/κ); infinite when κ is 0.</param>
/// <param name="PeakThroughput">The throughput there, requests a second.</param>
public sealed record ScalabilityFit(double Lambda, double Sigma, double Kappa, double RSquared, double PeakLoad, double PeakThroughput)
{
    /// <summary>The law's throughput at <paramref name="load"/>, requests a second.</summary>
    public double Throughput(double load) => Lambda * load / (1 + Sigma * (load - 1) + Kappa * load * (load - 1));
}
