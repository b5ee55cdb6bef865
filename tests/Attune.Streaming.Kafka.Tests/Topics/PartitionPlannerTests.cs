using Attune.Streaming.Kafka.Topics;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Kafka.Tests.Topics;

public sealed class PartitionPlannerTests
{
    [Theory]
    [InlineData(50, 12, 10, 16)]
    [InlineData(50, 3, 10, 8)]
    [InlineData(160, 1, 10, 16)]
    [InlineData(160.1, 1, 10, 32)]
    [InlineData(0.1, 1, 10, 1)]
    [InlineData(10, 16, 10, 16)]
    [InlineData(10, 17, 10, 32)]
    [InlineData(655_360, 1, 10, 65_536)]
    public void Plan_IsTheNextPowerOfTwoOfWhatNeedsMore(double throughput, int consumers, double limit, int expected) =>
        PartitionPlanner.Plan(throughput, consumers, limit).ShouldBe(expected);

    [Fact]
    public void Plan_CarriesTheThroughputAndNotTwiceAsManyAsNeeded() => Prop.ForAll(
        (from throughput in Gen.Choose(1, 100_000)
         from consumers in Gen.Choose(1, 1000)
         from limit in Gen.Choose(1, 200)
         select (Throughput: throughput / 10.0, Consumers: consumers, Limit: limit * 0.5 + 1)).ToArbitrary(),
        input =>
        {
            var planned = PartitionPlanner.Plan(input.Throughput, input.Consumers, input.Limit);
            var half = planned / 2;
            return System.Numerics.BitOperations.IsPow2(planned) && planned >= input.Consumers && planned * input.Limit >= input.Throughput
                && (planned == 1 || half < input.Consumers || half * input.Limit < input.Throughput);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(-5, 1, 10)]
    [InlineData(double.NaN, 1, 10)]
    [InlineData(double.PositiveInfinity, 1, 10)]
    [InlineData(5, 0, 10)]
    [InlineData(5, 1, 0)]
    [InlineData(5, 1, double.NaN)]
    [InlineData(5, 70_000, 10)]
    [InlineData(1e12, 1, 10)]
    public void Plan_InputOutOfRange_IsRefused(double throughput, int consumers, double limit) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PartitionPlanner.Plan(throughput, consumers, limit));
}
