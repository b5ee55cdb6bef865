using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Attune.Measurement;
using Attune.Testing;

namespace Attune.Core.Tests.Measurement;

public sealed class MetricsCollectorTests : IDisposable
{
    // A name of its own for each test: meters are seen by every listener of the process.
    private readonly string _meterName = $"Test{Guid.NewGuid():N}.Room";
    private readonly Meter _meter;
    private readonly MetricsCollector _collector;

    public MetricsCollectorTests()
    {
        _meter = new Meter(_meterName);
        _collector = new MetricsCollector(_meterName[..^4]);
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Collect_Counter_SumsPerTagSet()
    {
        var counter = _meter.CreateCounter<long>("flows", "{flow}", "Flows seen.");
        counter.Add(2, Tag("route", "a"));
        counter.Add(3, Tag("route", "b"));
        counter.Add(5, Tag("route", "a"));

        var snapshot = _collector.Collect();

        snapshot.Sum("flows").ShouldBe(10);
        snapshot.Sum("flows", KeyValuePair.Create("route", "a")).ShouldBe(7);
        var series = snapshot.Find("flows")[0];
        (series.MeterName, series.Kind, series.Unit, series.Description)
            .ShouldBe((_meterName, MetricKind.Counter, "{flow}", "Flows seen."));
    }

    [Fact]
    public void Collect_SameTagsInOtherOrder_IsOneSeries()
    {
        var counter = _meter.CreateCounter<int>("x");
        counter.Add(1, Tag("b", 2), Tag("a", "1"));
        counter.Add(1, Tag("a", "1"), Tag("b", 2));
        counter.Add(1, Tag("a", "1"), Tag("b", "2"));
        counter.Add(1, Tag("a", "0"), Tag("a", "1"), Tag("b", 2L));

        var series = _collector.Collect().Find("x").ShouldHaveSingleItem();

        series.Value.ShouldBe(4);
        series.Tags.ShouldBe([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2")]);
    }

    [Fact]
    public void Collect_EveryNumberType_IsCounted()
    {
        _meter.CreateCounter<byte>("n").Add(1);
        _meter.CreateCounter<short>("n").Add(2);
        _meter.CreateCounter<int>("n").Add(4);
        _meter.CreateCounter<long>("n").Add(8);
        _meter.CreateCounter<float>("n").Add(0.5f);
        _meter.CreateCounter<double>("n").Add(0.25);
        _meter.CreateCounter<decimal>("n").Add(0.125m);

        _collector.Collect().Find("n").ShouldHaveSingleItem().Value.ShouldBe(15.875);
    }

    [Fact]
    public void Collect_NegativeOrNaNStepOfCounter_IsDropped()
    {
        var (whole, real) = (_meter.CreateCounter<long>("w"), _meter.CreateCounter<double>("r"));
        whole.Add(5);
        whole.Add(-1);
        real.Add(5);
        real.Add(-1);
        real.Add(double.NaN);
        real.Add(double.PositiveInfinity);

        var snapshot = _collector.Collect();

        (snapshot.Sum("w"), snapshot.Sum("r")).ShouldBe((5, 5));
    }

    [Fact]
    public void Collect_UpDownCounterAndGauge_ShowThePresent()
    {
        var (level, gauge) = (_meter.CreateUpDownCounter<int>("level"), _meter.CreateGauge<double>("gauge"));
        level.Add(5);
        level.Add(-7);
        gauge.Record(3);
        gauge.Record(1.5);

        var snapshot = _collector.Collect();

        (snapshot.Sum("level"), snapshot.Sum("gauge")).ShouldBe((-2, 1.5));
    }

    [Fact]
    public void Collect_Observables_AreAskedEachTimeAndShowOnlyThePresent()
    {
        var measurements = new List<Measurement<long>> { new(5, Tag("k", "a")), new(7, Tag("k", "b")) };
        _meter.CreateObservableCounter("total", () => measurements);
        _meter.CreateObservableUpDownCounter("depth", () => measurements);
        _meter.CreateObservableGauge("now", () => measurements);

        _collector.Collect().Sum("total").ShouldBe(12);
        measurements.RemoveAt(1);
        var snapshot = _collector.Collect();

        (snapshot.Sum("total"), snapshot.Sum("depth"), snapshot.Sum("now")).ShouldBe((5, 5, 5));
        snapshot.Find("now").Count.ShouldBe(1);
    }

    [Fact]
    public void Collect_ThrowingCallback_HidesOnlyItself()
    {
        _meter.CreateObservableGauge("broken", int () => throw new InvalidOperationException());
        _meter.CreateObservableGauge("sound", () => 4);

        var snapshot = _collector.Collect();

        (snapshot.Sum("broken"), snapshot.Sum("sound"), snapshot.FailedCallbacks).ShouldBe((null, 4, 1));
    }

    [Theory]
    [InlineData("s", 0.25)]
    [InlineData("ms", 250)]
    [InlineData("us", 250_000)]
    [InlineData("ns", 250_000_000)]
    public void Collect_HistogramOfTime_IsInSeconds(string unit, double quarterSecond)
    {
        var histogram = _meter.CreateHistogram<double>("t", unit);
        histogram.Record(quarterSecond);

        var snapshot = _collector.Collect();

        snapshot.Find("t")[0].Unit.ShouldBe("s");
        snapshot.Histogram("t")!.Percentile(50).ShouldBe(0.25, 1e-9);
    }

    [Fact]
    public void Collect_HistogramOfOtherUnit_KeepsItsUnitAndMergesOverTags()
    {
        var histogram = _meter.CreateHistogram<long>("size", "By");
        histogram.Record(1_000_000, Tag("k", "a"));
        histogram.Record(0, Tag("k", "b"));

        var snapshot = _collector.Collect();

        snapshot.Find("size").ShouldAllBe(series => series.Unit == "By" && series.Value == null);
        snapshot.Histogram("size")!.ShouldAgree([0, 1_000_000]);
        snapshot.Histogram("size", KeyValuePair.Create("k", "a"))!.ShouldAgree([1_000_000.0]);
        snapshot.Sum("size").ShouldBeNull();
    }

    [Fact]
    public void Collect_MoreTagSetsThanAllowed_GoToOverflow()
    {
        using var collector = new MetricsCollector(
            new MetricsCollectorOptions { MeterPrefixes = [_meterName], MaxSeriesPerInstrument = 10 });
        var counter = _meter.CreateCounter<int>("hostile");
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, Tag("user", i));
        }

        counter.Add(1, Tag("user", 3));
        counter.Add(1);
        counter.Add(1, Tag("otel.metric.overflow", true));

        var snapshot = collector.Collect();

        snapshot.Find("hostile").Count.ShouldBe(11);
        snapshot.Sum("hostile").ShouldBe(1003);
        snapshot.Sum("hostile", KeyValuePair.Create("user", "3")).ShouldBe(2);
        snapshot.Sum("hostile", KeyValuePair.Create("otel.metric.overflow", "true")).ShouldBe(992);
    }

    [Fact]
    public void Collect_HugeTagValue_IsCut()
    {
        _meter.CreateCounter<int>("x").Add(1, Tag("k", new string('a', 100_000)));
        _collector.Collect().Find("x")[0].Tags[0].Value.Length.ShouldBe(MetricsCollector.MaxTagValueLength);
    }

    [Fact]
    public void Collect_TagValues_AreInvariantText()
    {
        _meter.CreateCounter<int>("x").Add(1, [Tag("a", null), Tag("b", true), Tag("c", 1.5), Tag("d", DayOfWeek.Friday)]);
        _collector.Collect().Find("x")[0].Tags.Select(tag => tag.Value).ShouldBe(["", "true", "1.5", "Friday"]);
    }

    [Fact]
    public void Collect_MeterDisposed_KeepsTotalsAndDropsThePresent()
    {
        using (var meter = new Meter(_meterName))
        {
            meter.CreateCounter<int>("total").Add(3);
            meter.CreateHistogram<double>("t", "s").Record(1);
            meter.CreateGauge<int>("now").Record(3);
            meter.CreateUpDownCounter<int>("level").Add(3);
            meter.CreateObservableGauge("seen", () => 1);
        }

        using var again = new Meter(_meterName);
        again.CreateCounter<int>("total").Add(4);
        var snapshot = _collector.Collect();

        snapshot.Sum("total").ShouldBe(7);
        snapshot.Histogram("t")!.Count.ShouldBe(1);
        new[] { snapshot.Sum("now"), snapshot.Sum("level"), snapshot.Sum("seen") }.ShouldAllBe(value => value == null);
    }

    [Fact]
    public void Collect_TwoInstancesOfOneInstrument_AddUp()
    {
        using var other = new Meter(_meterName);
        _meter.CreateObservableUpDownCounter("open", () => 2);
        other.CreateObservableUpDownCounter("open", () => 3);
        _collector.Collect().Find("open").ShouldHaveSingleItem().Value.ShouldBe(5);
    }

    [Fact]
    public void Collect_OtherMeters_AreNotHeard()
    {
        using var stranger = new Meter("Stranger." + _meterName);
        stranger.CreateCounter<int>("x").Add(1);
        _collector.Collect().Sum("x").ShouldBeNull();
    }

    [Fact]
    public void Constructor_Default_HearsAttune()
    {
        using var collector = new MetricsCollector();
        using var meter = new Meter("Attune.Test");
        meter.CreateCounter<int>(_meterName).Add(1);
        collector.Collect().Sum(_meterName).ShouldBe(1);
    }

    [Fact]
    public void Add_ManyThreadsManyTags_LosesNothing()
    {
        var (counter, histogram) = (_meter.CreateCounter<long>("c"), _meter.CreateHistogram<double>("h", "s"));
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(1, Tag("k", i % 50), Tag("even", i % 2 == 0));
                histogram.Record(0.001, Tag("k", i % 50));
            }
        });

        var snapshot = _collector.Collect();

        snapshot.Sum("c").ShouldBe(80_000);
        snapshot.Find("c").Count.ShouldBe(50);
        snapshot.Histogram("h")!.Count.ShouldBe(80_000);
    }

    [Fact]
    public void Add_ManyThreadsOneSeries_LosesNothing()
    {
        const int threads = 4;
        const int each = 250_000;
        var (whole, real) = (_meter.CreateCounter<long>("whole"), _meter.CreateCounter<double>("real"));
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                whole.Add(1);
                real.Add(0.5);
            }
        })).ToArray();

        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        var snapshot = _collector.Collect();
        (snapshot.Sum("whole"), snapshot.Sum("real")).ShouldBe((threads * each, threads * each / 2.0));
    }

    [Fact]
    public void Add_KnownTags_DoesNotAllocate()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1, Tag("route", "/a"), Tag("status", "ok"));
        counter.Add(1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1, Tag("route", "/a"), Tag("status", "ok"));
            counter.Add(1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Collect_Timestamp_IsTheClocks()
    {
        var clock = new ManualTimeProvider();
        using var collector = new MetricsCollector(new MetricsCollectorOptions(), clock);
        collector.Collect().Timestamp.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public void Collect_AfterDispose_Throws()
    {
        _collector.Dispose();
        Should.Throw<ObjectDisposedException>(_collector.Collect);
    }

    [Fact]
    public void Constructor_BadOptions_Throws()
    {
        Should.Throw<ValidationException>(() => new MetricsCollector(new MetricsCollectorOptions { MaxSeriesPerInstrument = 0 }));
        Should.Throw<ValidationException>(() => new MetricsCollector(new MetricsCollectorOptions { MeterPrefixes = [] }));
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => KeyValuePair.Create(key, value);
}
