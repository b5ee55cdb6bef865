using System.Globalization;
using Attune.Measurement;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;
using FsCheck;
using FsCheck.Fluent;
using Built = Attune.Streaming.Aggregates.Aggregates;

namespace Attune.Streaming.Tests.Aggregates;

/// <summary>What every aggregate must keep: however values are ordered, split and merged, and whether they were saved in between, the result is one.</summary>
public class AggregateLaws
{
    private static readonly UnmanagedSerializer<int> Ints = new();

    private static readonly Dictionary<string, Action<Random>> Cases = new()
    {
        ["count"] = Law(Built.Count<double>(), Number, count => [count]),
        ["sum"] = Law(Built.Sum(), Number, sum => [sum]),
        ["mean"] = Law(Built.Mean(), Number, mean => [mean]),
        ["variance"] = Law(Built.Variance(), Number, variance => [variance]),
        ["sample variance"] = Law(Built.SampleVariance(), Number, variance => [variance]),
        ["standard deviation"] = Law(Built.StandardDeviation(), Number, deviation => [deviation]),
        ["sample standard deviation"] = Law(Built.SampleStandardDeviation(), Number, deviation => [deviation]),
        ["statistics"] = Law(Built.Statistics(), Number, Parts),
        ["min"] = Law(Built.Min(), Number, min => [min]),
        ["max"] = Law(Built.Max(), Number, max => [max]),
        ["min of integers"] = Law(Built.Min(Ints), Small, min => [min]),
        ["max of integers"] = Law(Built.Max(Ints), Small, max => [max]),
        ["first"] = Law(Built.First(serializer: Ints), Small, first => [first]),
        ["last"] = Law(Built.Last(serializer: Ints), Small, last => [last]),
        ["distinct"] = Law(Built.DistinctCount<int>(precision: 6), Small, count => [count]),
        ["percentiles"] = Law(Built.Percentiles(0, 10, 50, 99.9, 100), Number, percentiles => [.. percentiles]),
        ["top k"] = Law(Built.TopK(3, 1000, serializer: Ints), Small, top => [.. top.Items.SelectMany(item => new double[] { item.Key, item.Value }), top.MaxError]),
        ["mapped"] = Law(Built.Of((int value) => value / 8.0, Built.Statistics()), Small, Parts),
        ["two"] = Law(Built.Combine(Built.Count<double>(), Built.Sum()), Number, both => [both.First, both.Second]),
        ["three, one of which refuses values"] = Law(
            Built.Combine(Built.Count<double>(), Built.Percentiles(50), Built.Max()), Number, all => [all.First, all.Second[0], all.Third]),
        ["four"] = Law(
            Built.Combine(Built.Count<double>(), Built.Sum(), Built.Min(), Built.Max()), Number, all => [all.First, all.Second, all.Third, all.Fourth]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_AnyOrderSplitAndMerge_IsTheSame(string name) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Cases[name](new Random(seed))).QuickCheckThrowOnFailure();

    private static double Number(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => random.Next(-5, 5),
        2 => 1e9 + random.NextDouble(),
        3 => -random.NextDouble() * 1e6,
        _ => random.NextDouble() * 100,
    };

    private static int Small(Random random) => random.Next(-20, 20);

    private static double?[] Parts(RunningStatistics statistics) =>
        [statistics.Count, statistics.Sum, statistics.Mean, statistics.PopulationStandardDeviation, statistics.Min, statistics.Max];

    private static Action<Random> Law<TIn, TState, TOut>(Aggregate<TIn, TState, TOut> aggregate, Func<Random, TIn> value, Func<TOut, double?[]> parts) =>
        random =>
        {
            var values = Enumerable.Range(0, random.Next(200)).Select(_ => value(random)).ToArray();
            var times = values.Select(_ => (long)random.Next(20)).ToArray();
            var expected = aggregate.Create();
            for (var i = 0; i < values.Length; i++)
            {
                aggregate.Add(ref expected, in values[i], times[i]);
            }

            var before = parts(aggregate.Result(in expected));
            var many = aggregate.Create();
            aggregate.AddMany(ref many, values, times);
            ShouldAgree(parts(aggregate.Result(in many)), before, "many at once");

            // Pieces of a shuffled order, merged in a random tree.
            var order = Enumerable.Range(0, values.Length).ToArray();
            random.Shuffle(order);
            var pieces = order.Chunk(random.Next(1, 40)).Select(piece =>
            {
                var state = aggregate.Create();
                aggregate.AddMany(ref state, piece.Select(i => values[i]).ToArray(), piece.Select(i => times[i]).ToArray());
                return RoundTrip(aggregate, state);
            }).ToList();
            pieces.Add(aggregate.Create());
            while (pieces.Count > 1)
            {
                var (one, other) = (random.Next(pieces.Count), random.Next(pieces.Count - 1));
                other += other >= one ? 1 : 0;
                var (into, from) = (pieces[one], pieces[other]);
                var kept = parts(aggregate.Result(in from));
                aggregate.Merge(ref into, in from);
                ShouldAgree(parts(aggregate.Result(in from)), kept, "the merged one is as before");
                pieces[one] = into;
                pieces.RemoveAt(other);
            }

            ShouldAgree(parts(aggregate.Result(pieces[0])), before, "merged pieces");
            ShouldAgree(parts(aggregate.Result(in expected)), before, "the result can be asked for again");
        };

    private static TState RoundTrip<TIn, TState, TOut>(Aggregate<TIn, TState, TOut> aggregate, TState state)
    {
        var writer = new StateWriter();
        aggregate.Serializer.Write(writer, in state);
        var reader = new StateReader(writer.Written);
        var read = aggregate.Serializer.Read(reader);
        reader.IsAtEnd.ShouldBeTrue();
        return read;
    }

    private static void ShouldAgree(double?[] actual, double?[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (var i = 0; i < expected.Length; i++)
        {
            var (one, other) = (actual[i] ?? -0.5, expected[i] ?? -0.5);
            var difference = Math.Abs(one - other);
            (one.Equals(other) || difference <= 1e-12 + (1e-9 * Math.Max(Math.Abs(one), Math.Abs(other))))
                .ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"{what}: {one} is not {other}"));
        }
    }
}
