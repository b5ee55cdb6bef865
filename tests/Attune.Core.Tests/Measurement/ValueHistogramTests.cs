using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class ValueHistogramTests
{
    private static readonly Arbitrary<double[]> Samples = Gen
        .OneOf(
            Gen.Choose(0, 1_000_000).Select(value => (double)value),
            Gen.Choose(-1_999_999, 3_400_000).Select(exponent => Math.Exp(exponent / 1e5)),
            Gen.Elements(0, 1e-9, 1, 127, 128, 129, 1e15))
        .NonEmptyListOf()
        .Select(values => values.ToArray())
        .ToArbitrary();

    [Fact]
    public void Percentile_AnySample_WithinOnePercentOfSortedSample() =>
        Prop.ForAll(Samples, values => Of(values).Snapshot().ShouldAgree(values)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("uniform")]
    [InlineData("lognormal")]
    [InlineData("bimodal")]
    [InlineData("constant")]
    [InlineData("extremes")]
    public void Percentile_KnownDistribution_WithinOnePercent(string distribution)
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 50_000).Select(i => distribution switch
        {
            "uniform" => random.NextDouble() * 1000,
            "lognormal" => Math.Exp(3 + (2 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))),
            "bimodal" => random.Next(2) == 0 ? 1 + random.NextDouble() : 1e6 + random.NextDouble(),
            "constant" => 42.42,
            _ => i % 2 == 0 ? ValueHistogram.DefaultLowest : ValueHistogram.DefaultHighest,
        }).ToArray();

        var snapshot = Of(values).Snapshot();

        snapshot.ShouldAgree(values);
        var exact = MathNet.Numerics.Statistics.Statistics.PopulationStandardDeviation(values);
        snapshot.StandardDeviation.ShouldBe(exact, (values.Max() * 0.008) + 1e-9);
    }

    [Fact]
    public void Snapshot_Constant_HasNoDeviation() => Of([5.3, 5.3, 5.3]).Snapshot().StandardDeviation.ShouldBe(0);

    [Fact]
    public void Add_AnySplit_EqualsRecordedTogether() => Prop.ForAll(Samples, Samples, (left, right) =>
    {
        var merged = Of(left);
        merged.Add(Of(right));
        merged.Snapshot().ShouldEqual(Of([.. left, .. right]).Snapshot());
        Of(left).Snapshot().Merge(Of(right).Snapshot()).ShouldEqual(merged.Snapshot());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Record_ManyThreads_LosesNothing()
    {
        const int threads = 8;
        const int each = 50_000;
        var histogram = new ValueHistogram();
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                histogram.Record((i % 100) + number);
            }
        })).ToArray();

        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        var expected = Enumerable.Range(0, threads).SelectMany(number => Enumerable.Range(0, each).Select(i => (double)((i % 100) + number)));
        histogram.Snapshot().ShouldEqual(Of(expected).Snapshot());
        histogram.Count.ShouldBe(threads * each);
    }

    [Fact]
    public void Snapshot_WhileRecording_IsAlwaysConsistent()
    {
        var histogram = new ValueHistogram();
        var done = false;
        var writer = new Thread(() =>
        {
            for (var i = 0; i < 300_000; i++)
            {
                histogram.Record(1 + (i & 1023));
            }

            Volatile.Write(ref done, true);
        });
        writer.Start();
        var previous = histogram.Snapshot();
        while (!Volatile.Read(ref done))
        {
            var next = histogram.Snapshot();
            next.Count.ShouldBeGreaterThanOrEqualTo(previous.Count);
            next.Subtract(previous).Count.ShouldBe(next.Count - previous.Count);
            if (next.Count > 0)
            {
                next.Min.ShouldBeGreaterThanOrEqualTo(1);
                next.Max.ShouldBeLessThanOrEqualTo(1024);
            }

            previous = next;
        }

        writer.Join();
        histogram.Count.ShouldBe(300_000);
    }

    [Fact]
    public void Record_OutsideRange_MovesToNearestEndAndCounts()
    {
        var histogram = new ValueHistogram(1, 100);

        histogram.Record(-5);
        histogram.Record(1e9);
        histogram.Record(double.PositiveInfinity);
        histogram.Record(0.5);

        var snapshot = histogram.Snapshot();
        histogram.ClampedCount.ShouldBe(3);
        snapshot.ZeroCount.ShouldBe(2);
        snapshot.Min.ShouldBe(0);
        snapshot.Max.ShouldBe(100);
        snapshot.Sum.ShouldBe(200);
    }

    [Fact]
    public void Record_NaN_Throws() => Should.Throw<ArgumentException>(() => new ValueHistogram().Record(double.NaN));

    [Fact]
    public void Add_WiderRange_MovesToNearestEnd()
    {
        var narrow = new ValueHistogram(1, 100);

        narrow.Add(Of([1e-3, 1e6]));

        narrow.Count.ShouldBe(2);
        narrow.Snapshot().Max.ShouldBe(100);
    }

    [Fact]
    public void Reset_ForgetsEverything()
    {
        var histogram = Of([0, 3, -1]);

        histogram.Reset();

        histogram.Count.ShouldBe(0);
        histogram.ClampedCount.ShouldBe(0);
        histogram.Record(7);
        histogram.Snapshot().ShouldAgree([7.0]);
    }

    [Fact]
    public void Record_OctaveSeenBefore_DoesNotAllocate()
    {
        var histogram = new ValueHistogram();
        for (var i = 0; i < 10_000; i++)
        {
            histogram.Record(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            histogram.Record(i);
        }

        // A move to a processor not used before may allocate that stripe once; anything per record would be far more.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1, double.NaN)]
    public void Constructor_BadRange_Throws(double lowest, double highest) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ValueHistogram(lowest, highest));

    private static ValueHistogram Of(IEnumerable<double> values)
    {
        var histogram = new ValueHistogram();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }
}
