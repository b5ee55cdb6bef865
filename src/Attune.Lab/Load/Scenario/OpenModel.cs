namespace Attune.Lab.Load;

/// <summary>Requests are due at given times, whether or not earlier ones were answered; latency counts from when a request was due.</summary>
/// <remarks>A request that is due while every connection is busy waits, and its wait is part of its latency: no coordinated omission.</remarks>
/// <param name="Stages">Rates in requests a second.</param>
/// <param name="Arrivals">How requests follow each other.</param>
public sealed record OpenModel(IReadOnlyList<LoadStage> Stages, Arrivals Arrivals = Arrivals.Constant) : LoadModel(Stages)
{
    /// <summary>One rate all the time.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="duration">How long.</param>
    /// <param name="arrivals">How requests follow each other.</param>
    public static OpenModel At(double rate, TimeSpan duration, Arrivals arrivals = Arrivals.Constant) => new([LoadStage.Hold(rate, duration)], arrivals);

    /// <inheritdoc/>
    public override string Describe() => StageText.Describe(this, Arrivals == Arrivals.Poisson ? "open, Poisson" : "open", "/s");
}
