namespace Attune.Lab.Analysis;

/// <summary>Outcome of <see cref="MannWhitney.Test"/>.</summary>
/// <param name="U">Pairs in which the figure of the first sample is larger, ties counted as half.</param>
/// <param name="PValue">Two-sided probability of a U this far from its expectation when both samples come from one distribution.</param>
/// <param name="Z"><paramref name="U"/> less its expectation, in standard deviations, half a pair nearer to 0 for continuity; positive where the first sample is larger.</param>
public sealed record MannWhitneyResult(double U, double PValue, double Z);
