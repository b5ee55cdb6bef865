using System.ComponentModel.DataAnnotations;
using Attune.Events;
using Attune.Streaming.Windows;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Windows;

public class WindowedStreamTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private sealed record Outcome(List<WindowResult> Windows, List<StreamRecord> Late, List<DateTime> Watermarks);

    /// <summary>Sends batches of (events, watermark) through real partitions and collects what comes out.</summary>
    private static async Task<Outcome> RunAsync(IEnumerable<(IReadOnlyList<StreamRecord> Records, DateTime? Watermark)> batches, int partitions = 3, bool closeAll = true)
    {
        var outcome = new Outcome([], [], []);
        await using var stream = new WindowedStream(
            "test",
            new TumblingWindows(Hour),
            new StreamingOptions { Partitions = partitions, PartitionCapacity = 2 },
            (watermark, windows) =>
            {
                outcome.Watermarks.Add(watermark);
                outcome.Windows.AddRange(windows);
                return Task.CompletedTask;
            },
            record =>
            {
                lock (outcome.Late)
                {
                    outcome.Late.Add(record);
                }
            });
        foreach (var (records, watermark) in batches)
        {
            await stream.SendAsync(records, watermark);
        }

        if (closeAll)
        {
            await stream.CloseAllAsync();
        }

        await stream.DrainAsync();
        return outcome;
    }

    private static StreamRecord Flow(int number, double minutes, long bytes = 10, string source = "10.0.0.1", string protocol = "SMTP") =>
        new(SampleEvents.Flow(number, source, bytes, protocol, SampleEvents.Start.AddMinutes(minutes)));

    [Fact]
    public void Options_AllowNoMorePartitionsThanAPipelineHas()
    {
        Validate(255).ShouldBeTrue();
        Validate(256).ShouldBeFalse();

        static bool Validate(int partitions)
        {
            var options = new StreamingOptions { Partitions = partitions };
            return Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);
        }
    }

    [Fact]
    public async Task SendAsync_EventOnTheBoundary_BelongsToTheLaterWindowOnly()
    {
        var outcome = await RunAsync([([Flow(1, 0), Flow(2, 59.999), Flow(3, 60)], null)]);
        outcome.Windows.Select(window => (window.Start, window.Total.Flows)).ShouldBe(
            [(SampleEvents.Start, 2L), (SampleEvents.Start + Hour, 1L)]);
    }

    [Fact]
    public async Task SendAsync_WatermarkAtTheEnd_ClosesOnce()
    {
        var end = SampleEvents.Start + Hour;
        var outcome = await RunAsync([([Flow(1, 0)], end.AddTicks(-1)), ([Flow(2, 30)], end), ([], end.AddMinutes(1))], closeAll: false);
        outcome.Windows.ShouldHaveSingleItem().Total.Flows.ShouldBe(2);
        outcome.Watermarks.ShouldBe([end]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task SendAsync_WatermarkFarBehindTheWindow_IsReportedWithIt(int partitions)
    {
        var watermark = SampleEvents.Start + (5.5 * Hour);
        var outcome = await RunAsync([([Flow(1, 0), Flow(2, 59, source: "10.0.0.2")], watermark)], partitions, closeAll: false);
        outcome.Windows.ShouldHaveSingleItem().Total.Flows.ShouldBe(2);
        outcome.Watermarks.ShouldBe([watermark]);
    }

    [Fact]
    public async Task SendAsync_WatermarkThatGoesBack_IsIgnored()
    {
        var end = SampleEvents.Start + Hour;
        var outcome = await RunAsync([([], end), ([Flow(1, 61)], SampleEvents.Start)], closeAll: false);
        outcome.Watermarks.ShouldBeEmpty();
        outcome.Late.ShouldBeEmpty();
    }

    [Fact]
    public async Task SendAsync_EventOfAClosedWindow_GoesToTheSideOutput()
    {
        var outcome = await RunAsync([([Flow(1, 0)], SampleEvents.Start + Hour), ([Flow(2, 10), Flow(3, 61)], null)]);
        outcome.Late.ShouldHaveSingleItem().Flow!.MessageId.ShouldBe("m2@example.org");
        outcome.Windows.Select(window => window.Total.Flows).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task SendAsync_TextsOnly_GiveSpamShareAndZeroFlows()
    {
        var outcome = await RunAsync([([new StreamRecord(SampleEvents.Text(1, "spam")), new StreamRecord(SampleEvents.Text(2)), new StreamRecord(SampleEvents.Text(3))], null)]);
        var window = outcome.Windows.ShouldHaveSingleItem();
        (window.Messages, window.Spam, window.Total.Flows, window.DistinctSources).ShouldBe((3, 1, 0, 0));
        window.SpamShare!.Value.ShouldBe(1 / 3.0, 1e-12);
    }

    [Fact]
    public async Task CloseAllAsync_ManySources_CountsEachOnceAcrossPartitions()
    {
        var records = Enumerable.Range(0, 500).Select(n => Flow(n, n % 60, 1, $"10.0.{n % 97}.1")).ToList();
        var window = (await RunAsync([(records, null)], partitions: 7)).Windows.ShouldHaveSingleItem();
        window.DistinctSources.ShouldBe(97);
        window.Sources.Sum(source => source.Flows).ShouldBe(500);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task CloseAllAsync_WithAnyPartitions_GivesTheSameDigits(int partitions)
    {
        var random = new Random(7);
        var records = Enumerable.Range(0, 3000).Select(n => Flow(n, n % 60, random.NextInt64(1, 1L << 40), $"10.0.{n % 97}.1")).ToList();
        var expected = (await RunAsync([(records, null)], partitions: 2)).Windows.ShouldHaveSingleItem();
        var actual = (await RunAsync([(records, null)], partitions)).Windows.ShouldHaveSingleItem();
        actual.Total.ShouldBe(expected.Total);
        actual.Protocols.ShouldBe(expected.Protocols);
        actual.Sources.ShouldBe(expected.Sources);
    }

    /// <summary>The naive model: a dictionary of lists, and the same rule for what is late.</summary>
    private static (Dictionary<DateTime, List<StreamRecord>> Windows, int Late) Naive(IEnumerable<(IReadOnlyList<StreamRecord> Records, DateTime? Watermark)> batches)
    {
        var windows = new Dictionary<DateTime, List<StreamRecord>>();
        var late = 0;
        var now = DateTime.MinValue;
        foreach (var (records, watermark) in batches)
        {
            foreach (var record in records)
            {
                var start = new DateTime(record.Timestamp.Ticks / Hour.Ticks * Hour.Ticks, DateTimeKind.Utc);
                if (start + Hour <= now)
                {
                    late++;
                    continue;
                }

                windows.TryAdd(start, []);
                windows[start].Add(record);
            }

            now = watermark > now ? watermark.Value : now;
        }

        return (windows, late);
    }

    [Fact]
    public void SendAsync_AnyEventsInAnyOrder_AgreesWithTheNaiveModel()
    {
        var record =
            from minute in Gen.Choose(0, 600)
            from bytes in Gen.Choose(0, 1_000_000)
            from source in Gen.Choose(0, 5)
            from protocol in Gen.Elements("SMTP", "HTTP")
            from kind in Gen.Choose(0, 3)
            from number in Gen.Choose(0, int.MaxValue)
            select kind == 0
                ? new StreamRecord(SampleEvents.Text(number, source == 0 ? "spam" : "ham", SampleEvents.Start.AddMinutes(minute)))
                : Flow(number, minute, bytes, $"10.0.0.{source}", protocol);
        var batch =
            from records in Gen.ListOf(record)
            from watermark in Gen.Choose(-200, 600)
            select (Records: (IReadOnlyList<StreamRecord>)[.. records], Watermark: watermark < 0 ? (DateTime?)null : SampleEvents.Start.AddMinutes(watermark));
        Prop.ForAll(Gen.ListOf(batch).ToArbitrary(), batches =>
        {
            var expected = Naive(batches);
            var actual = RunAsync(batches).GetAwaiter().GetResult();
            actual.Late.Count.ShouldBe(expected.Late);
            actual.Windows.Select(window => window.Start).ShouldBe(expected.Windows.Keys.Order());
            foreach (var window in actual.Windows)
            {
                var events = expected.Windows[window.Start];
                window.Messages.ShouldBe(events.Count(item => item.Text is not null));
                window.Spam.ShouldBe(events.Count(item => item.Text?.IsSpam == true));
                Check(window.Total, [.. events.Where(item => item.Flow is not null).Select(item => item.Flow!)]);
                foreach (var source in window.Sources)
                {
                    Check(source, [.. events.Where(item => item.Flow?.SourceIp == source.Key).Select(item => item.Flow!)]);
                }

                foreach (var protocol in window.Protocols)
                {
                    Check(protocol, [.. events.Where(item => item.Flow?.Protocol == protocol.Key).Select(item => item.Flow!)]);
                }

                window.DistinctSources.ShouldBe(events.Where(item => item.Flow is not null).Select(item => item.Flow!.SourceIp).Distinct().Count());
            }
        }).QuickCheckThrowOnFailure();
    }

    private static void Check(WindowAggregate aggregate, List<Flow> flows)
    {
        aggregate.Flows.ShouldBe(flows.Count);
        if (flows.Count == 0)
        {
            return;
        }

        var bytes = flows.Select(flow => (double)flow.Bytes).ToList();
        var mean = bytes.Average();
        aggregate.Bytes.ShouldBe(bytes.Sum());
        aggregate.Mean.ShouldBe(mean, 1e-6);
        (aggregate.Min, aggregate.Max).ShouldBe((bytes.Min(), bytes.Max()));
        aggregate.StandardDeviation.ShouldBe(Math.Sqrt(bytes.Sum(value => (value - mean) * (value - mean)) / bytes.Count), 1e-3);
    }
}
