namespace Attune.Lab.Analysis;

/// <summary>A lasting change for the worse in a history of runs. Found by <see cref="RegressionDetector"/>.</summary>
/// <param name="SinceRun">Index in the history of the first run that is worse.</param>
/// <param name="Change">Relative change of the median from the level before to the present one: 0.05 is a value 5 % larger, −0.05 one 5 % smaller.</param>
/// <param name="Interval">Bootstrap interval of <paramref name="Change"/>.</param>
/// <param name="PValue">Probability of a split this clear anywhere in the stretch of history that was split, without a change (Mann–Whitney, corrected for the number of places).</param>
public sealed record Regression(int SinceRun, double Change, ConfidenceInterval Interval, double PValue);
