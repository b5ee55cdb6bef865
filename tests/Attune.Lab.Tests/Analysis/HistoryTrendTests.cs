using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Analysis;

public class HistoryTrendTests
{
    [Fact]
    public void Of_RisingValues_DegradesWhereLowerIsBetter()
    {
        double[] rising = [.. Enumerable.Range(0, 20).Select(run => 100.0 + run)];
        var trend = HistoryTrend.Of(rising, Better.Lower);
        trend.Direction.ShouldBe(TrendDirection.Degrading);
        trend.SlopePerRun.ShouldBe(1);
        trend.RelativeSlope.ShouldBe(1 / 109.5, 1e-12);
        HistoryTrend.Of(rising, Better.Higher).Direction.ShouldBe(TrendDirection.Improving);
    }

    [Fact]
    public void Of_NoiseOrTooFewRuns_IsStable()
    {
        HistoryTrend.Of(Samples.Normal(new Random(2), 30, 100), Better.Lower).Direction.ShouldBe(TrendDirection.Stable);
        HistoryTrend.Of([1, 2], Better.Lower).Direction.ShouldBe(TrendDirection.Stable);
        HistoryTrend.Of([5, 5, 5, 5, 5, 5], Better.Lower).Direction.ShouldBe(TrendDirection.Stable);
    }
}
