using System.Globalization;
using System.Text.Json;
using Attune.Streaming.Declarative;
using Attune.Testing;

namespace Attune.Streaming.Tests.Declarative;

/// <summary>Whole descriptions against sums made by hand.</summary>
public sealed class WindowPipelineTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tumbling: 1m", 60, 60, 0, 1)]
    [InlineData("tumbling: 1m", 60, 60, 0, 3)]
    [InlineData("tumbling: 1m, offset: 7s", 60, 60, 7, 1)]
    [InlineData("sliding: { size: 1m, slide: 10s }", 60, 10, 0, 1)]
    [InlineData("sliding: { size: 1m, slide: 20s }, offset: 3s", 60, 20, 3, 2)]
    public async Task Run_WindowsOnAGrid_EqualTheNaiveSums(string window, int size, int slide, int offset, int partitions)
    {
        var events = Events(3000);
        await WriteAsync(events);
        await Definition(window, $"partitions: {partitions}").RunAsync();

        var expected =
            from item in events
            from start in StartsOf((item.At - DateTime.UnixEpoch).Ticks, Seconds(size), Seconds(slide), Seconds(offset))
            group item by (item.User, item.Port, start) into window1
            select Naive(window1.Key.User, window1.Key.Port, window1.Key.start, window1.Key.start + Seconds(size), [.. window1]);
        (await ResultsAsync()).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_Sessions_EqualTheNaiveSums()
    {
        var events = Events(3000);
        await WriteAsync(events);
        await Definition("session: 8s").RunAsync();

        var expected = new List<string>();
        foreach (var key in events.GroupBy(item => (item.User, item.Port)))
        {
            var session = new List<Event>();
            foreach (var item in key.OrderBy(item => item.At))
            {
                if (session.Count > 0 && item.At - session[^1].At > TimeSpan.FromSeconds(8))
                {
                    expected.Add(OfSession(session));
                    session = [];
                }

                session.Add(item);
            }

            expected.Add(OfSession(session));
        }

        (await ResultsAsync()).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_GlobalWindowWithoutKey_IsOneResult()
    {
        var events = Events(500);
        await WriteAsync(events);
        await PipelineDefinition.Parse("""
            name: all
            source: { file: in.jsonl }
            time: { field: at }
            window: { global: {} }
            aggregates: { n: count, total: { sum: bytes } }
            sink: { file: out.jsonl }
            """, _folder.Path).RunAsync();
        (await File.ReadAllLinesAsync(_folder.File("out.jsonl"))).ShouldHaveSingleItem()
            .ShouldBe($$"""{"pane":0,"timing":"on-time","final":true,"n":500,"total":{{events.Sum(item => item.Bytes)}}}""");
    }

    [Fact]
    public async Task Run_EveryOtherAggregate_EqualsTheNaiveOne()
    {
        var events = Events(2000);
        await WriteAsync(events);
        await PipelineDefinition.Parse("""
            name: all
            source: { file: in.jsonl }
            time: { field: at, max_out_of_orderness: 10s }
            where: [ { field: bytes, at_least: 100 }, { field: user, not_equals: u3 } ]
            window: { global: {} }
            aggregates:
              first: { first: bytes }
              last: { last: user }
              users: { distinct: user }
              ports: { distinct: net.port }
              p50: { percentile: bytes, at: 50 }
              p99: { percentile: bytes, at: 99 }
              top: { top: user, k: 2 }
              sum: { sum: bytes }
              var: { variance: net.port }
            sink: { file: out.jsonl }
            """, _folder.Path).RunAsync();

        using var document = JsonDocument.Parse((await File.ReadAllLinesAsync(_folder.File("out.jsonl"))).ShouldHaveSingleItem());
        var pane = document.RootElement;
        var passed = events.Where(item => item.Bytes >= 100 && item.User != "u3").OrderBy(item => item.At).ToList();
        pane.GetProperty("first").GetInt64().ShouldBe(passed[0].Bytes);
        pane.GetProperty("last").GetString().ShouldBe(passed[^1].User);
        pane.GetProperty("users").GetInt64().ShouldBe(4);
        pane.GetProperty("ports").GetInt64().ShouldBe(3);
        pane.GetProperty("sum").GetInt64().ShouldBe(passed.Sum(item => item.Bytes));
        var sorted = passed.Select(item => (double)item.Bytes).Order().ToList();
        foreach (var (name, percent) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            var expected = sorted[(int)Math.Ceiling(percent * sorted.Count) - 1];
            pane.GetProperty(name).GetDouble().ShouldBe(expected, expected * 0.0079);
        }

        var top = passed.GroupBy(item => item.User).OrderByDescending(user => user.Count()).ThenBy(user => user.Key, StringComparer.Ordinal).Take(2);
        pane.GetProperty("top").GetRawText().ShouldBe($"[{string.Join(',', top.Select(user => $$"""{"value":"{{user.Key}}","count":{{user.Count()}}}"""))}]");
        var mean = passed.Average(item => item.Port);
        pane.GetProperty("var").GetDouble().ShouldBe(passed.Average(item => (item.Port - mean) * (item.Port - mean)), 1e-9);
    }

    [Fact]
    public async Task Run_LateEvents_GoToTheirFile()
    {
        Event[] events = [new(Start, "a", 1, 10), new(Start.AddMinutes(5), "a", 1, 20), new(Start.AddSeconds(1), "a", 1, 30)];
        await WriteAsync(events);
        await Definition("tumbling: 1m", "late: { file: late.jsonl }", "time: { field: at }").RunAsync();
        (await ResultsAsync()).Count.ShouldBe(2);
        (await File.ReadAllLinesAsync(_folder.File("late.jsonl"))).ShouldBe([Json(events[2])]);
    }

    [Fact]
    public async Task Run_AllowedLateness_FiresAgain()
    {
        Event[] events = [new(Start, "a", 1, 10), new(Start.AddMinutes(1.5), "a", 1, 20), new(Start.AddSeconds(1), "a", 1, 30)];
        await WriteAsync(events);
        await Definition("tumbling: 1m, allowed_lateness: 1m", "time: { field: at }").RunAsync();
        var panes = (await File.ReadAllLinesAsync(_folder.File("out.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(pane => pane.GetProperty("window_start").GetDateTime() == Start)
            .Select(pane => (pane.GetProperty("pane").GetInt32(), pane.GetProperty("timing").GetString(), pane.GetProperty("total").GetInt64()));
        panes.ShouldBe([(0, "on-time", 10L), (1, "late", 40L)]);
    }

    [Fact]
    public async Task Start_AfterManyDeaths_GivesTheResultsOfOneRun()
    {
        var events = Events(20_000);
        await WriteAsync(events);
        await Definition("sliding: { size: 1m, slide: 10s }").RunAsync();
        var expected = await ResultsAsync();
        var whole = (await File.ReadAllLinesAsync(_folder.File("out.jsonl"))).Order(StringComparer.Ordinal).ToArray();

        var definition = Definition("sliding: { size: 1m, slide: 10s }", "checkpoints: { folder: checkpoints, interval: 10ms }", "batch_size: 50", "partitions: 2");
        var resumed = 0;
        for (var death = 0; death < 15; death++)
        {
            await using var run = await definition.StartAsync();
            resumed += run.Resumed is null ? 0 : 1;
            await Eventually.TrueAsync(() => run.Completion.IsCompleted || run.Statistics.RecordsIn > death * 100);
            if (death % 2 == 0 && !run.Completion.IsCompleted)
            {
                await Task.WhenAny(run.CheckpointAsync(), run.Completion);
            }
        }

        await definition.RunAsync();
        (await ResultsAsync()).ShouldBe(expected);
        (await File.ReadAllLinesAsync(_folder.File("out.jsonl"))).Order(StringComparer.Ordinal).ShouldBe(whole);
        resumed.ShouldBeGreaterThan(0);
    }

    private static List<Event> Events(int count)
    {
        var random = new Random(11);
        var at = Start;
        var events = new List<Event>();
        for (var i = 0; i < count; i++)
        {
            at = at.AddMilliseconds(random.Next(400));
            events.Add(new Event(at.AddMilliseconds(-random.Next(9000)), $"u{random.Next(5)}", random.Next(3), random.Next(1000)));
        }

        return events;
    }

    private static long Seconds(int seconds) => TimeSpan.FromSeconds(seconds).Ticks;

    private static IEnumerable<long> StartsOf(long ticks, long size, long slide, long offset)
    {
        for (var start = ticks - ((ticks - offset) % slide); start > ticks - size; start -= slide)
        {
            yield return start;
        }
    }

    private static string OfSession(List<Event> session) => Naive(
        session[0].User, session[0].Port, (session[0].At - DateTime.UnixEpoch).Ticks, (session[^1].At - DateTime.UnixEpoch).Ticks + Seconds(8), session);

    private static string Naive(string user, int port, long start, long end, List<Event> events) => string.Create(
        CultureInfo.InvariantCulture,
        $"{user} {port} {start / 10_000} {end / 10_000} n={events.Count} total={events.Sum(item => item.Bytes)} least={events.Min(item => item.Bytes)} most={events.Max(item => item.Bytes)} mean={events.Average(item => (double)item.Bytes):F6} std={Deviation(events):F6}");

    private static double Deviation(List<Event> events)
    {
        var mean = events.Average(item => (double)item.Bytes);
        return Math.Sqrt(events.Average(item => (item.Bytes - mean) * (item.Bytes - mean)));
    }

    private static string Json(Event item) => JsonSerializer.Serialize(new { at = item.At, user = item.User, net = new { port = item.Port }, bytes = item.Bytes });

    private PipelineDefinition Definition(string window, params string[] lines)
    {
        var time = lines.Any(line => line.StartsWith("time:", StringComparison.Ordinal)) ? "" : "time: { field: at, max_out_of_orderness: 10s }";
        return PipelineDefinition.Parse(
            $$"""
            name: test
            source: { file: in.jsonl }
            key: [user, net.port]
            window: { {{window}} }
            aggregates: { n: count, total: { sum: bytes }, least: { min: bytes }, most: { max: bytes }, mean: { mean: bytes }, std: { std: bytes },
                          p90: { percentile: bytes, at: 90 }, different: { distinct: bytes }, usual: { top: bytes, k: 2 }, latest: { last: bytes }, alone: { sum: net.port } }
            sink: { file: out.jsonl }
            {{time}}
            {{string.Join('\n', lines)}}
            """, _folder.Path);
    }

    private Task WriteAsync(IEnumerable<Event> events) => File.WriteAllLinesAsync(_folder.File("in.jsonl"), events.Select(Json));

    private async Task<List<string>> ResultsAsync()
    {
        var results = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(_folder.File("out.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var pane = document.RootElement;
            long Ticks(string name) => (pane.GetProperty(name).GetDateTime() - DateTime.UnixEpoch).Ticks / 10_000;
            results.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{pane.GetProperty("user").GetString()} {pane.GetProperty("net.port").GetInt32()} {Ticks("window_start")} {Ticks("window_end")} n={pane.GetProperty("n").GetInt64()} total={pane.GetProperty("total").GetInt64()} least={pane.GetProperty("least").GetInt64()} most={pane.GetProperty("most").GetInt64()} mean={pane.GetProperty("mean").GetDouble():F6} std={pane.GetProperty("std").GetDouble():F6}"));
        }

        results.Sort(StringComparer.Ordinal);
        return results;
    }

    private sealed record Event(DateTime At, string User, int Port, long Bytes);
}
