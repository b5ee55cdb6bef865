using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class SteadyStateTests
{
    [Fact]
    public void FindStart_SlowStart_IsWhereTheLevelBegins()
    {
        double[] iterations = [300, 250, 150, 120, 100, 101, 99, 100, 100, 102, 100, 99];
        SteadyState.FindStart(iterations).ShouldBe(4);
        SteadyState.FindStart([100, 100, 101, 100, 99, 100]).ShouldBe(0);
    }

    [Fact]
    public void FindStart_OneSlowIterationLater_IsNoNewStart() =>
        SteadyState.FindStart([200, 200, 100, 100, 100, 100, 500, 100, 100, 100, 100, 100]).ShouldBe(2);

    [Fact]
    public void FindStart_RisingOrShortSeries_NeverSettles()
    {
        SteadyState.FindStart([.. Enumerable.Range(0, 40).Select(i => 100.0 + (10 * i))]).ShouldBeNull();
        SteadyState.FindStart([1, 1, 1]).ShouldBeNull();
    }

    [SkippableFact]
    public void FindStart_RealJavaBenchmarks_AgreesWithMostLabels()
    {
        var (classes, starts, steady) = (0, 0, 0);
        foreach (var label in ChangePointData.Json("jmh/labels.json").EnumerateArray())
        {
            var expected = label.GetProperty("steady_start").GetInt32();
            var found = SteadyState.FindStart(ChangePointData.JmhIterations(label.GetProperty("file").GetString()!));
            classes += found is not null == expected >= 0 ? 1 : 0;
            steady += expected >= 0 ? 1 : 0;
            starts += expected >= 0 && found is { } start && Math.Abs(start - expected) <= 50 ? 1 : 0;
        }

        steady.ShouldBe(16);
        classes.ShouldBeGreaterThanOrEqualTo(20);
        starts.ShouldBeGreaterThanOrEqualTo(12);
    }
}
