using Built = Attune.Streaming.Aggregates.Aggregates;

namespace Attune.Streaming.Tests.Aggregates;

public class SketchTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    [InlineData(300_000)]
    public void DistinctCount_AnySize_LiesWithinItsStandardError(int distinct)
    {
        const int precision = 12;
        const int rounds = 40;
        var aggregate = Built.DistinctCount<long>(precision);
        double squares = 0, sum = 0;
        for (var round = 0; round < rounds; round++)
        {
            var state = aggregate.Create();
            for (var i = 0; i < distinct * 2; i++)
            {
                aggregate.Add(ref state, (round * 10_000_000L) + (i % distinct), 0);
            }

            var error = (aggregate.Result(in state) / (double)distinct) - 1;
            squares += error * error;
            sum += error;
        }

        // 40 samples of an error of 1.04 / 64 = 1.6 %: their deviation is within 35 % of it but for one case in thousands, and their mean near 0.
        var standard = 1.04 / Math.Sqrt(1 << precision);
        Math.Sqrt(squares / rounds).ShouldBeLessThan(standard * 1.35);
        Math.Abs(sum / rounds).ShouldBeLessThan(standard * 4 / Math.Sqrt(rounds));
    }

    [Fact]
    public void DistinctCount_Texts_CountsEachOnce()
    {
        var aggregate = Built.DistinctCount<string>();
        var state = aggregate.Create();
        for (var i = 0; i < 3000; i++)
        {
            aggregate.Add(ref state, $"user-{i % 1000}", 0);
        }

        aggregate.Result(in state).ShouldBeInRange(970, 1030);
    }

    [Fact]
    public void DistinctCount_FewValues_TakesFewBytes()
    {
        var aggregate = Built.DistinctCount<int>();
        const int keys = 1000;
        var warm = aggregate.Create();
        aggregate.Add(ref warm, 1, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < keys; i++)
        {
            var state = aggregate.Create();
            aggregate.Add(ref state, i, 0);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / keys).ShouldBeLessThan(64);
    }

    [Fact]
    public void DistinctCount_TypeWithoutStableHash_IsRefused() =>
        Should.Throw<ArgumentException>(() => Built.DistinctCount<object>());

    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e12)]
    public void Percentiles_SkewedNumbers_LieWithinTheStatedError(double scale)
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 20_000).Select(_ => (Math.Exp(random.NextDouble() * 10) - 2000) * scale).ToArray();
        double[] percents = [0, 1, 25, 50, 75, 90, 99, 99.9, 100];
        var aggregate = Built.Percentiles(percents);
        var state = aggregate.Create();
        aggregate.AddMany(ref state, values, new long[values.Length]);
        var results = aggregate.Result(in state);
        Array.Sort(values);
        for (var i = 0; i < percents.Length; i++)
        {
            var exact = values[Math.Max((int)Math.Ceiling(percents[i] / 100 * values.Length), 1) - 1];
            Math.Abs(results[i] - exact).ShouldBeLessThanOrEqualTo(0.0079 * Math.Abs(exact));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Percentiles_NoFiniteNumber_IsRefusedAndChangesNothing(double value)
    {
        var aggregate = Built.Combine(Built.Count<double>(), Built.Percentiles(50));
        var state = aggregate.Create();
        aggregate.Add(ref state, 3, 0);
        Should.Throw<ArgumentOutOfRangeException>(() => aggregate.Add(ref state, in value, 0));
        aggregate.Result(in state).First.ShouldBe(1);
        aggregate.Result(in state).Second.ShouldBe([3.0]);
    }

    [Fact]
    public void TopK_UpToItsCapacity_IsExactWithTiesByValue()
    {
        var aggregate = Built.TopK<string>(3);
        var state = aggregate.Create();
        foreach (var value in "b a c b a d a".Split(' '))
        {
            aggregate.Add(ref state, in value, 0);
        }

        var top = aggregate.Result(in state);
        top.MaxError.ShouldBe(0);
        top.Items.ShouldBe([new("a", 3), new("b", 2), new("c", 1)]);
    }

    [Fact]
    public void TopK_BeyondItsCapacity_KeepsItsErrorBound()
    {
        const int capacity = 50;
        var random = new Random(7);
        var aggregate = Built.TopK<int>(10, capacity);
        var truth = new Dictionary<int, long>();
        var total = aggregate.Create();
        for (var part = 0; part < 10; part++)
        {
            var state = aggregate.Create();
            for (var i = 0; i < 2000; i++)
            {
                var value = (int)Math.Exp(random.NextDouble() * 7);
                truth[value] = truth.GetValueOrDefault(value) + 1;
                aggregate.Add(ref state, in value, 0);
            }

            aggregate.Merge(ref total, in state);
        }

        var top = aggregate.Result(in total);
        top.MaxError.ShouldBeInRange(1, 20_000 / (capacity + 1));
        foreach (var (value, count) in top.Items)
        {
            truth[value].ShouldBeInRange(count, count + top.MaxError);
        }

        var missing = truth.Where(pair => top.Items.All(item => item.Key != pair.Key)).Max(pair => pair.Value);
        missing.ShouldBeLessThanOrEqualTo(top.Items[^1].Value + top.MaxError);
    }

    [Theory]
    [InlineData(new long[] { 5, 5, 7 }, new[] { 2, 1, 0 }, 1, 0)]
    [InlineData(new long[] { 7, 5, 7 }, new[] { 3, 9, 4 }, 9, 4)]
    public void FirstAndLast_EventsOfOneTime_TakeTheSmallestAndTheLargest(long[] times, int[] values, int first, int last)
    {
        var aggregate = Built.Combine(Built.First<int>(), Built.Last<int>());
        for (var turn = 0; turn < values.Length; turn++)
        {
            var state = aggregate.Create();
            for (var i = 0; i < values.Length; i++)
            {
                var at = (i + turn) % values.Length;
                aggregate.Add(ref state, in values[at], times[at]);
            }

            aggregate.Result(in state).ShouldBe((first, last));
        }
    }
}
