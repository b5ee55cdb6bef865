using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class BootstrapTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(40)]
    public void MedianInterval_ManySkewedSamples_HoldsTheTrueMedianAsOftenAsItSays(int size)
    {
        var random = new Random(11);
        var held = 0;
        for (var trial = 0; trial < 600; trial++)
        {
            var sample = Samples.Normal(random, size).Select(Math.Exp).ToArray();
            held += Bootstrap.MedianInterval(sample, 0.95, trial).Contains(1) ? 1 : 0;
        }

        (held / 600.0).ShouldBeInRange(0.92, 0.99);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void RatioOfMedians_ManySamples_HoldsTheTrueRatioAtLeastAsOftenAsItSays(int size)
    {
        var random = new Random(13);
        var held = 0;
        for (var trial = 0; trial < 600; trial++)
        {
            var (before, after) = (Samples.Normal(random, size, 100, 5), Samples.Normal(random, size, 110, 5));
            held += Bootstrap.RatioOfMedians(before, after, 0.95, trial).Contains(1.1) ? 1 : 0;
        }

        (held / 600.0).ShouldBeInRange(0.93, 0.998);
    }

    [Fact]
    public void MedianInterval_SameSeed_IsTheSame()
    {
        double[] values = [1, 5, 2, 8, 3, 9, 4];
        Bootstrap.MedianInterval(values, 0.9, 3).ShouldBe(Bootstrap.MedianInterval(values, 0.9, 3));
        Bootstrap.MedianInterval(values, 0.99, 3).Upper.ShouldBeGreaterThan(Bootstrap.MedianInterval(values, 0.5, 3).Upper);
    }

    [Fact]
    public void MedianInterval_EqualFigures_IsAPoint() =>
        Bootstrap.MedianInterval([4, 4, 4]).ShouldBe(new ConfidenceInterval(4, 4, 0.95));

    [Fact]
    public void RatioOfMedians_ZeroInASample_Throws() =>
        Should.Throw<ArgumentException>(() => Bootstrap.RatioOfMedians([0, 1], [1, 2])).Message.ShouldContain("positive");

    [Fact]
    public void MedianInterval_ConfidenceOfOne_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Bootstrap.MedianInterval([1, 2], 1));
}
