using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Analysis;

public class SampleComparisonTests
{
    private static readonly double[] Steady = [.. Samples.Normal(new Random(1), 20, 100)];

    [Fact]
    public void Compare_LargerValues_RegressWhereLowerIsBetterAndImproveWhereHigherIs()
    {
        var slower = Steady.Select(value => value * 1.1).ToArray();
        var result = SampleComparison.Compare(Steady, slower);
        result.Verdict.ShouldBe(Verdict.Regressed);
        result.Change.ShouldBe(0.1, 1e-9);
        result.Interval!.Contains(0.1).ShouldBeTrue();
        result.CliffsDelta.ShouldBe(1);
        result.PValue.ShouldBeLessThan(1e-6);
        SampleComparison.Compare(Steady, slower, new ComparisonOptions { Better = Better.Higher }).Verdict.ShouldBe(Verdict.Improved);
        SampleComparison.Compare(slower, Steady).Verdict.ShouldBe(Verdict.Improved);
    }

    [Fact]
    public void Compare_ChangeWithinTheNoiseFloor_IsUnchangedHoweverSignificant()
    {
        var slower = Steady.Select(value => value * 1.1).ToArray();
        SampleComparison.Compare(Steady, slower, new ComparisonOptions { NoiseFloor = 0.15 }).Verdict.ShouldBe(Verdict.Unchanged);
        SampleComparison.Compare(Steady, slower, new ComparisonOptions { MinimumChange = 0.15 }).Verdict.ShouldBe(Verdict.Unchanged);
    }

    [Fact]
    public void Compare_OneSlowOutlierMakesTheMeanLarger_IsUnchanged()
    {
        double[] outlier = [.. Steady[..19], 1000];
        outlier.Average().ShouldBeGreaterThan(1.2 * Steady.Average());
        SampleComparison.Compare(Steady, outlier).Verdict.ShouldBe(Verdict.Unchanged);
    }

    [Theory]
    [InlineData(4, Verdict.Inconclusive)]
    [InlineData(5, Verdict.Regressed)]
    [InlineData(1, Verdict.Inconclusive)]
    public void Compare_FewFigures_IsInconclusiveWhereNoDifferenceCouldBeSignificant(int count, Verdict expected) =>
        SampleComparison.Compare(Steady.AsSpan(0, count), [.. Steady.Take(count).Select(value => value * 2)]).Verdict.ShouldBe(expected);

    [Fact]
    public void Compare_SameProgramManyTimes_RarelyAlarms()
    {
        var random = new Random(5);
        var alarms = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            var result = SampleComparison.Compare(Samples.Normal(random, 10, 100, 10), Samples.Normal(random, 10, 100, 10), new ComparisonOptions { MinimumChange = 0 });
            alarms += result.Verdict is Verdict.Unchanged ? 0 : 1;
        }

        alarms.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Compare_FromZero_StaysFinite()
    {
        var result = SampleComparison.Compare([0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6]);
        result.Change.ShouldBe(1);
        result.Verdict.ShouldBe(Verdict.Regressed);
        SampleComparison.Compare(new double[6], new double[6]).Verdict.ShouldBe(Verdict.Unchanged);
    }

    [Fact]
    public void Compare_AlphaOfZero_NamesTheOption() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SampleComparison.Compare([1], [1], new ComparisonOptions { Alpha = 0 })).ParamName.ShouldBe("Alpha");
}
