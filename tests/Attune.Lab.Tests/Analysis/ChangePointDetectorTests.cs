using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class ChangePointDetectorTests
{
    [Fact]
    public void Detect_Levels_FindsEachChange()
    {
        var series = Noise(240).Select((value, i) => value + (i is >= 80 and < 120 ? 3 : 0)).ToArray();
        var points = ChangePointDetector.Detect(series);
        points.Count.ShouldBe(2);
        points[0].Index.ShouldBeInRange(79, 81);
        points[1].Index.ShouldBeInRange(119, 121);
        points[0].PValue.ShouldBeLessThan(1e-4);
        points[0].MeanAfter.ShouldBe(3, 0.6);
    }

    [Fact]
    public void Detect_ChangeOfSlope_IsFoundWithoutAChangeOfLevel()
    {
        var series = Noise(240).Select((value, i) => value + (Math.Max(0, i - 120) * 0.1)).ToArray();
        ChangePointDetector.Detect(series).ShouldHaveSingleItem().Index.ShouldBeInRange(105, 135);
    }

    [Fact]
    public void Detect_TrendSeasonsOrCorrelatedNoise_AreNoChange()
    {
        ChangePointDetector.Detect([.. Noise(240).Select((value, i) => value + (i * 0.05))]).ShouldBeEmpty();
        ChangePointDetector.Detect([.. Noise(240).Select((value, i) => value + (3 * Math.Sin(i * Math.PI / 6)))]).ShouldBeEmpty();
        var wandering = Noise(240);
        for (var i = 1; i < wandering.Length; i++)
        {
            wandering[i] += 0.6 * wandering[i - 1];
        }

        ChangePointDetector.Detect(wandering).ShouldBeEmpty();
    }

    [Fact]
    public void Detect_PlainNoiseManyTimes_RarelyAlarms()
    {
        var random = new Random(23);
        Enumerable.Range(0, 200).Count(_ => ChangePointDetector.Detect(Samples.Normal(random, 100)).Count > 0).ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Detect_LoneSpikes_AreNoChange()
    {
        var series = Noise(120);
        (series[30], series[77]) = (50, -80);
        ChangePointDetector.Detect(series).ShouldBeEmpty();
    }

    [Fact]
    public void Detect_MissingValues_NamesIndexesOfTheWholeSeries()
    {
        var series = Noise(120).Select((value, i) => i % 4 == 1 ? double.NaN : value + (i < 60 ? 0 : 6)).ToArray();
        ChangePointDetector.Detect(series).ShouldHaveSingleItem().Index.ShouldBe(60);
    }

    [Fact]
    public void Detect_ConstantExactOrShortSeries_FindsNothing()
    {
        ChangePointDetector.Detect(Enumerable.Repeat(7.0, 50).ToArray()).ShouldBeEmpty();
        ChangePointDetector.Detect([.. Enumerable.Range(0, 50).Select(i => 2.0 * i)]).ShouldBeEmpty();
        ChangePointDetector.Detect([1, 2, 3]).ShouldBeEmpty();
        ChangePointDetector.Detect([double.NaN, double.NaN]).ShouldBeEmpty();
    }

    [Fact]
    public void Detect_LargerUnit_FindsTheSame()
    {
        var series = Noise(100).Select((value, i) => value + (i < 40 ? 0 : 4)).ToArray();
        ChangePointDetector.Detect([.. series.Select(value => (1e9 * value) + 1e12)]).Select(point => point.Index)
            .ShouldBe(ChangePointDetector.Detect(series).Select(point => point.Index));
    }

    [Fact]
    public void Detect_BadOptionsOrInfinity_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ChangePointDetector.Detect([1], new ChangePointOptions { Penalty = double.NaN })).Message.ShouldContain("Penalty");
        Should.Throw<ArgumentOutOfRangeException>(() => ChangePointDetector.Detect([1], new ChangePointOptions { MinSegment = 2 })).Message.ShouldContain("MinSegment");
        Should.Throw<ArgumentException>(() => ChangePointDetector.Detect([1, double.PositiveInfinity]));
    }

    private static double[] Noise(int count) => Samples.Normal(new Random(42), count);
}
