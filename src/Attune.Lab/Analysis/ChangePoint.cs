using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>A place where a series changes.</summary>
/// <param name="Index">The first value after the change, from 0.</param>
/// <param name="PValue">Probability of such a difference between the two segments without a change, the place taken as given; how it is tested depends on the detector.</param>
/// <param name="MeanBefore">Mean of the segment before.</param>
/// <param name="MeanAfter">Mean of the segment after, up to the next change.</param>
public sealed record ChangePoint(int Index, double PValue, double MeanBefore, double MeanAfter)
{
    /// <summary>Relative change of the mean: 0.05 is 5 % larger. From 0 to another mean counts as ±1.</summary>
    public double Change => RelativeChange.Between(MeanBefore, MeanAfter);

    /// <summary>The larger of the relative changes there and back, without sign; a direction that starts from a mean of 0 is left out.</summary>
    public double Magnitude => Math.Max(Share(MeanBefore, MeanAfter), Share(MeanAfter, MeanBefore));

    private static double Share(double from, double to) => from == 0 ? 0 : Math.Abs((to / from) - 1);
}
