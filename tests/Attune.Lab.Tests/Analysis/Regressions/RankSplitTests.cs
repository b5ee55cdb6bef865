using Attune.Lab.Analysis;
using Attune.Lab.Analysis.Regressions;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Analysis.Regressions;

public class RankSplitTests
{
    [Fact]
    public void Best_AnyRuns_IsTheSplitWithTheLargestMannWhitneyStatistic() =>
        Prop.ForAll(Samples.WithTies.Two().Select(pair => pair.Item1.Concat(pair.Item2).ToArray()).ToArbitrary(), runs =>
        {
            var split = RankSplit.Best(runs, 1)!.Value;
            double Z(int place) => Math.Abs(MannWhitney.Test(runs.AsSpan(0, place), runs.AsSpan(place)).Z);
            Z(split.Index).ShouldBe(Enumerable.Range(1, runs.Length - 1).Max(Z), 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sharpened_SlowestRunOfTheOldLevel_StaysThere()
    {
        double[] runs = [1, 2, 1, 2, 1, 2, 1, 2.5, 9, 9, 9, 9];
        RankSplit.Best(runs, 2)!.Value.Index.ShouldBe(7);
        RankSplit.Best(runs, 2)!.Value.Sharpened(runs, 2).Index.ShouldBe(8);
    }

    [Fact]
    public void Best_TooFewRuns_IsNull() => RankSplit.Best([1, 2, 3], 2).ShouldBeNull();
}
