using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class EDivisiveTests
{
    [SkippableFact]
    public void Detect_Student_FindsTheIndexesOfOtava()
    {
        var fixture = ChangePointData.Json("edivisive_golden/tigerbeetle.json");
        var series = ChangePointData.Numbers(fixture.GetProperty("series"));
        var sets = fixture.GetProperty("expected").EnumerateArray().ToList();
        sets.Count.ShouldBe(10);
        foreach (var set in sets)
        {
            var options = new EDivisiveOptions
            {
                Window = set.GetProperty("window_len").GetInt32(),
                MaxPValue = set.GetProperty("max_pvalue").GetDouble(),
                MinMagnitude = set.GetProperty("min_magnitude").GetDouble(),
            };
            var expected = set.GetProperty("change_points").EnumerateArray().Select(point => point.GetInt32());
            EDivisive.Detect(series, options).Select(point => point.Index).ShouldBe(expected, options.ToString());
        }
    }

    [SkippableFact]
    public void Detect_Permutation_FindsAsManyPointsAsTheTestOfMongoDb()
    {
        var series = ChangePointData.Numbers(ChangePointData.Json("edivisive_golden/long_series.json"));
        EDivisive.Detect(series, Permutation(199, 0.01)).Count.ShouldBe(4);
    }

    [Fact]
    public void Detect_Permutation_FindsTheStep()
    {
        double[] series = [.. Enumerable.Repeat(0.0, 20), .. Enumerable.Repeat(1.0, 20)];
        var point = EDivisive.Detect(series, Permutation(999, 0.001)).ShouldHaveSingleItem();
        point.Index.ShouldBe(20);
        point.PValue.ShouldBe(0.001, 1e-12);
        (point.MeanBefore, point.MeanAfter).ShouldBe((0, 1));
    }

    [Fact]
    public void Detect_PermutationOfPlainNoise_RarelyAlarms()
    {
        var random = new Random(17);
        var alarms = Enumerable.Range(0, 200).Count(_ => EDivisive.Detect(Samples.Normal(random, 30), Permutation(99, 0.05)).Count > 0);
        alarms.ShouldBeInRange(2, 20);
    }

    [Fact]
    public void Detect_PermutationWithTheSameSeed_IsTheSame()
    {
        var series = Samples.Normal(new Random(4), 60).Select((value, i) => value + (i < 25 ? 0 : 1)).ToArray();
        EDivisive.Detect(series, Permutation(199, 0.05)).ShouldBe(EDivisive.Detect(series, Permutation(199, 0.05)));
    }

    [Fact]
    public void Detect_StudentOnSteps_TellsMeansOnBothSides()
    {
        double[] series = [.. Samples.Normal(new Random(1), 60, 100), .. Samples.Normal(new Random(2), 60, 110), .. Samples.Normal(new Random(3), 60, 100)];
        var points = EDivisive.Detect(series);
        points.Select(point => point.Index).ShouldBe([60, 120]);
        points[0].Change.ShouldBe(0.1, 0.01);
        points[1].Change.ShouldBe(-0.09, 0.01);
        points[0].Magnitude.ShouldBe(points[0].Change, 1e-12);
        points[1].Magnitude.ShouldBe(0.1, 0.01);
        points[0].PValue.ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Detect_ConstantShortOrEmptySeries_FindsNothing()
    {
        EDivisive.Detect(new double[100]).ShouldBeEmpty();
        EDivisive.Detect([1, 2]).ShouldBeEmpty();
        EDivisive.Detect([]).ShouldBeEmpty();
        EDivisive.Detect([], Permutation(99, 0.05)).ShouldBeEmpty();
    }

    [Fact]
    public void Detect_WindowOfOne_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => EDivisive.Detect([1], new EDivisiveOptions { Window = 1 }));

    private static EDivisiveOptions Permutation(int permutations, double maxPValue) =>
        new() { Test = EDivisiveTest.Permutation, Permutations = permutations, MaxPValue = maxPValue };
}
