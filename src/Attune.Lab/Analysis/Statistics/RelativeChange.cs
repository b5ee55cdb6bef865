namespace Attune.Lab.Analysis.Statistics;

internal static class RelativeChange
{
    /// <summary>
    /// Change from <paramref name="before"/> to <paramref name="after"/> as a share of what was before. From 0 to anything else counts as
    /// ±1 (100 %), so that a figure that starts at 0 stays comparable and finite.
    /// </summary>
    public static double Between(double before, double after) =>
        before == 0 ? Math.Sign(after) : (after - before) / Math.Abs(before);
}
