namespace Attune.Lab.Analysis;

/// <summary>A range that holds the true value with a stated confidence.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end, not below the lower.</param>
/// <param name="Confidence">Share of such ranges that hold the true value, for example 0.95.</param>
public sealed record ConfidenceInterval(double Lower, double Upper, double Confidence)
{
    /// <summary>Whether <paramref name="value"/> lies within, ends included.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
