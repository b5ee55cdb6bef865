using Attune.Suites.Storage;

namespace Attune.Suites.Tests.Storage;

public class LatencyTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void Percentile_OneToAHundred_IsTheSmallestThatEnoughReach(double share, double expected) =>
        Latency.Percentile([.. Enumerable.Range(1, 100).Reverse().Select(number => (double)number)], share).ShouldBe(expected);

    [Fact]
    public void Percentile_OfOne_IsThatOne() => Latency.Percentile([7], 0.99).ShouldBe(7);
}
