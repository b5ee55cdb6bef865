using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Results;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Declarative;

public sealed class PipelineDefinitionTests
{
    private const string Whole = """
        name: bytes-per-source
        source: { file: flows.jsonl }
        time: { field: timestamp, format: unix_ms, max_out_of_orderness: 10s, idle_after: 30s, max_future_skew: 1m }
        where:
          - { field: protocol, equals: TCP }
          - { field: bytes, at_least: 1, at_most: 1.5e6 }
        key: [source_ip, port]
        window: { sliding: { size: 60s, slide: 10s }, offset: 5s, allowed_lateness: 1m, early: { interval: 5s }, late: { count: 3 }, content: discarding }
        aggregates:
          flows: count
          total: { sum: bytes }
          p95: { percentile: bytes, at: 95 }
          users: { distinct: user }
          top: { top: url, k: 7 }
        sink: { file: out/results.jsonl }
        late: { file: late.jsonl }
        dead_letters: { file: dead.jsonl }
        checkpoints: { folder: ./checkpoints, interval: 2s }
        partitions: 2
        batch_size: 100
        flush_delay: 250ms
        buffer: 3
        overflow: drop-oldest
        max_key_length: 50
        """;

    [Fact]
    public void Parse_WholeDescription_TakesEverything()
    {
        var definition = PipelineDefinition.Parse(Whole, "/data");

        definition.Name.ShouldBe("bytes-per-source");
        definition.Key.ShouldBe(["source_ip", "port"]);
        definition.Time.Field.ShouldBe(new TimeField("timestamp", TimeFormat.UnixMs));
        definition.Time.MaxOutOfOrderness.ShouldBe(TimeSpan.FromSeconds(10));
        definition.Time.IdleAfter.ShouldBe(TimeSpan.FromSeconds(30));
        definition.Time.MaxFutureSkew.ShouldBe(TimeSpan.FromMinutes(1));
        var shape = definition.Window!.Shape.ShouldBeOfType<SlidingWindows>();
        (shape.Size, shape.Slide, shape.Offset).ShouldBe((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)));
        definition.Window.Options.ShouldBe(new WindowOptions
        {
            AllowedLateness = TimeSpan.FromMinutes(1), Content = PaneContent.Discarding, Early = Firing.EveryInterval(TimeSpan.FromSeconds(5)), Late = Firing.EveryCount(3),
        });
        definition.Aggregates.ShouldBe([
            new("flows", AggregateKind.Count, null, 0), new("total", AggregateKind.Sum, "bytes", 0), new("p95", AggregateKind.Percentile, "bytes", 95),
            new("users", AggregateKind.Distinct, "user", 0), new("top", AggregateKind.Top, "url", 7)]);
        definition.Format.Schema.Names.ShouldBe(["source_ip", "port", "protocol", "bytes", "user", "url"]);
        definition.Format.Schema.MaxKeyLength.ShouldBe(50);
        definition.Format.KeepsRaw.ShouldBeTrue("late events are written whole");
        definition.Checkpoints.ShouldBe(new CheckpointDefinition("/data/checkpoints", TimeSpan.FromSeconds(2)));
        definition.Sink.Describe().ShouldBe("JSON lines to /data/out/results.jsonl");
        var options = definition.Options;
        (options.Partitions, options.BatchSize, options.FlushDelay, options.BufferCapacity, options.Overflow).ShouldBe((2, 100, TimeSpan.FromMilliseconds(250), 3, OverflowPolicy.DropOldest));
        options.CheckpointInterval.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Explain_WholeDescription_SaysWhatItDoes()
    {
        var lines = PipelineDefinition.Parse(Whole, "/data").Explain().ToDictionary();
        lines["Source"].ShouldBe("JSON lines of /data/flows.jsonl");
        lines["Time"].ShouldBe("timestamp (milliseconds since 1970), up to 10s out of order, partitions idle after 30s, at most 1m in the future");
        lines["Where"].ShouldBe("protocol = TCP and bytes ≥ 1 and bytes ≤ 1500000");
        lines["Window"].ShouldBe("sliding windows of 1m every 10s, moved by 5s, open for 1m more");
        lines["Panes"].ShouldBe("what came since the last pane (discarding), early every 5s, on time once, late every 3 events");
        lines["Aggregates"].ShouldBe("flows = count, total = sum of bytes, p95 = percentile 95 of bytes, users = distinct of user, top = top 7 of url");
        lines["Runs on"].ShouldBe("2 workers, 100 events a batch, 3 batches before the oldest is dropped");
    }

    [Fact]
    public void Parse_EventsThatPassAsTheyCame_NeedNeitherTimeNorWindow()
    {
        var definition = PipelineDefinition.Parse("""
            name: tcp-only
            source: { csv: flows.csv, delimiter: ";" }
            where: [ { field: protocol, in: [TCP, UDP] } ]
            sink: { console: {} }
            """, "/data");
        definition.Window.ShouldBeNull();
        definition.Time.Origin.ShouldBe(TimeOrigin.Arrival);
        definition.Format.KeepsRaw.ShouldBeTrue();
        definition.Explain().ShouldContain(new KeyValuePair<string, string>("Source", "rows of /data/flows.csv, columns parted by ;"));
    }

    [Fact]
    public void Parse_EnvironmentVariable_StandsForAValue()
    {
        var yaml = Small("name: ${STREAM}");
        PipelineDefinition.Parse(yaml, "/data", environment: name => name == "STREAM" ? "mine" : null).Name.ShouldBe("mine");
        Should.Throw<PipelineException>(() => PipelineDefinition.Parse(yaml, "/data", environment: _ => null)).Message
            .ShouldContain("name: the environment variable STREAM is not set (line 1)");
    }

    [Theory]
    [InlineData("window: { sliding: { size: 60s, slide: 7s } }", "window.sliding.slide: 7s does not divide the size 60s")]
    [InlineData("window: { sliding: { size: 60s } }", "window.sliding.slide: is missing; it is the distance of two windows")]
    [InlineData("window: { tumbling: -5s }", "window.tumbling: -5s is not allowed, the range is 1ms..3660d")]
    [InlineData("window: { tumbling: soon }", "window.tumbling: 'soon' is not a duration such as 250ms, 30s, 5m, 12h or 1d")]
    [InlineData("window: { tumbling: 1m, allowed_lateness: -1s }", "window.allowed_lateness: -1s is not allowed, the range is 0s..3660d")]
    [InlineData("window: { tumbling: 1m, session: 5m }", "window: has tumbling and session; only one shape is possible")]
    [InlineData("window: { allowed_lateness: 1s }", "window: needs one of tumbling, sliding, session, global")]
    [InlineData("window: { tumblin: 1m }", "window.tumblin: there is no such key; did you mean tumbling?")]
    [InlineData("window: { tumbling: 1m, offset: 2m }", "window.offset: 2m must be less than 1m")]
    [InlineData("window: { session: 1m, offset: 2m }", "window.offset: goes with tumbling and sliding")]
    [InlineData("window: { global: {}, allowed_lateness: 1s }", "window.allowed_lateness: has no meaning for the global window, which has no end")]
    [InlineData("window: { tumbling: 1m, early: { count: 0 } }", "window.early.count: 0 is not allowed, the range is 1..2147483647")]
    [InlineData("window: { tumbling: 1m, early: {} }", "window.early: needs either count or interval")]
    [InlineData("window: { tumbling: 1m, early: 5s }", "window.early: must be a mapping of keys to values")]
    [InlineData("window: { tumbling: 1m, content: both }", "window.content: 'both' is not one of accumulating, discarding")]
    [InlineData("window: 5m", "window: must be a mapping of keys to values")]
    [InlineData("source: { flie: a.jsonl }", "source.flie: there is no such kind; did you mean file?")]
    [InlineData("source: { amqp: {} }", "source.amqp: there is no such kind; there are file, csv, generator")]
    [InlineData("source: { file: a.jsonl, csv: b.csv }", "source: has file and csv; only one is possible")]
    [InlineData("source: { file: a.jsonl, delimiter: ';' }", "source.delimiter: there is no such key; there are file")]
    [InlineData("source: { csv: a.csv, delimiter: xx }", "source.delimiter: 'xx' is not one of ,, ;, |, tab")]
    [InlineData("source: { generator: { keys: 0 } }", "source.generator.keys: 0 is not allowed, the range is 1..2147483647")]
    [InlineData("source: { generator: { start: soon } }", "source.generator.start: 'soon' is not a date and time in ISO 8601, for example 2026-01-05T10:00:00Z")]
    [InlineData("source: []", "source: must be a mapping of keys to values")]
    [InlineData("sink: { files: a.jsonl }", "sink.files: there is no such kind; did you mean file?")]
    [InlineData("sink: { file: a.jsonl, append: maybe }", "sink.append: 'maybe' is not true or false")]
    [InlineData("sink: { file: }", "sink.file: has no value")]
    [InlineData("sink: { file: ./x/../a.jsonl }", "sink: is the same file as that of source: '/data/a.jsonl'")]
    [InlineData("late: { file: out.jsonl }", "late: is the same file as that of sink: '/data/out.jsonl'")]
    [InlineData("dead_letters: { file: a.jsonl, append: true }", "dead_letters: is the same file as that of source: '/data/a.jsonl'")]
    [InlineData("time: { field: at, format: rfc3339 }", "time.format: 'rfc3339' is not one of iso8601, unix_ms, unix_s")]
    [InlineData("time: { format: unix_ms }", "time.format: goes with field")]
    [InlineData("time: source", "time: this source does not know the time of its events; name the field: { field: NAME }")]
    [InlineData("time: { field: at, max_out_of_orderness: 10x }", "time.max_out_of_orderness: '10x' is not a duration such as 250ms, 30s, 5m, 12h or 1d")]
    [InlineData("time: whenever", "time: 'whenever' is not one of arrival, source")]
    [InlineData("key: []", "key: needs 1 to 16 fields")]
    [InlineData("key: [a, a]", "key: names 'a' twice")]
    [InlineData("key: [a, {b: c}]", "key[1]: must be a single value")]
    [InlineData("where: [ { field: a } ]", "where[0]: needs one of equals, not_equals, in, at_least, at_most, prefix, exists")]
    [InlineData("where: [ { field: a, equal: 1 } ]", "where[0].equal: there is no such key; did you mean equals?")]
    [InlineData("where: [ { equals: 1 } ]", "where[0].field: is missing; it is the field to look at")]
    [InlineData("where: [ { field: a, at_least: much } ]", "where[0].at_least: 'much' is not a number")]
    [InlineData("where: [ { field: a, in: [] } ]", "where[0].in: needs at least one value")]
    [InlineData("where: { field: a, equals: 1 }", "where: must be a list")]
    [InlineData("aggregates: {}", "aggregates: needs 1 to 100 entries")]
    [InlineData("aggregates: { n: counts }", "aggregates.n: 'counts' is not an aggregate; did you mean count?")]
    [InlineData("aggregates: { n: sum }", "aggregates.n: sum needs a field: { sum: FIELD }")]
    [InlineData("aggregates: { n: { avg: a } }", "aggregates.n.avg: is not an aggregate; there are count, sum, mean, min, max, variance, std, first, last, distinct, percentile, top")]
    [InlineData("aggregates: { n: { summ: a } }", "aggregates.n.summ: is not an aggregate; did you mean sum?")]
    [InlineData("aggregates: { n: { sum: a, min: a } }", "aggregates.n: has sum and min; only one is possible")]
    [InlineData("aggregates: { n: { sum: a, at: 5 } }", "aggregates.n.at: there is no such key; there are sum")]
    [InlineData("aggregates: { n: { percentile: a } }", "aggregates.n.at: is missing; it is the percentile, 0..100")]
    [InlineData("aggregates: { n: { percentile: a, at: 101 } }", "aggregates.n.at: 101 is not allowed, the range is 0..100")]
    [InlineData("aggregates: { n: { top: a, k: 0 } }", "aggregates.n.k: 0 is not allowed, the range is 1..1000")]
    [InlineData("aggregates: { pane: count }", "aggregates.pane: is a name of the results' own; those are window_start, window_end, pane, timing, final, retraction")]
    [InlineData("aggregates: { user: count }", "aggregates.user: is the name of a key field")]
    [InlineData("checkpoints: { interval: 1s }", "checkpoints.folder: is missing; it is where checkpoints are kept")]
    [InlineData("checkpoints: { folder: c, interval: 1ms }", "checkpoints.interval: 1ms is not allowed, the range is 10ms..1d")]
    [InlineData("partitions: 256", "partitions: 256 is not allowed, the range is 0..255")]
    [InlineData("partitions: two", "partitions: 'two' is not a whole number")]
    [InlineData("overflow: drop", "overflow: 'drop' is not one of wait, drop-newest, drop-oldest")]
    [InlineData("batchsize: 7", "batchsize: there is no such key; did you mean batch_size?")]
    [InlineData("strict: true", "strict: goes with fields, the list of those that an event may have")]
    [InlineData("fields: [timestamp, usr]", "key: 'user' is not in fields; did you mean usr?")]
    [InlineData("name: a/b", "name: 'a/b' must be 1..100 letters, digits or - _ . and not begin with a dot")]
    public void Parse_OneThingWrong_SaysWhereAndWhatIsAllowed(string line, string message)
    {
        var error = Should.Throw<PipelineException>(() => PipelineDefinition.Parse(Small(line), "/data"));
        error.Errors.Select(each => $"{each.Path}: {each.Message}").ShouldContain(text => text == message || (text.StartsWith(message, StringComparison.Ordinal) && text.Contains("; there are", StringComparison.Ordinal)), error.Message);
        error.Errors.Count.ShouldBeLessThanOrEqualTo(2, error.Message);
    }

    [Theory]
    [InlineData("source", "source: is missing; it is where events come from")]
    [InlineData("sink", "sink: is missing; it is where results go")]
    [InlineData("name", "name: is missing; it is a name for meters and checkpoints")]
    [InlineData("time", "time: is missing; windows need it: { field: NAME }, source or arrival")]
    [InlineData("window", "window: is missing; aggregates need one, for example { tumbling: 1m }")]
    [InlineData("aggregates", "aggregates: is missing; a window needs at least one, for example { events: count }")]
    public void Parse_PartMissing_SaysWhatItIs(string key, string message)
    {
        var error = Should.Throw<PipelineException>(() => PipelineDefinition.Parse(Small("# " + key, without: key), "/data"));
        error.Errors.Select(each => $"{each.Path}: {each.Message}").ShouldContain(message);
    }

    [Theory]
    [InlineData("", "the pipeline is empty")]
    [InlineData("- a", "must be a mapping of keys to values")]
    [InlineData("name: [", "not valid YAML")]
    [InlineData("name: a\nname: b", "not valid YAML")]
    [InlineData("name: a\n---\nname: b", "a file holds one pipeline; this one has several documents (line 3)")]
    public void Parse_NoPipeline_SaysSo(string yaml, string message) =>
        Should.Throw<PipelineException>(() => PipelineDefinition.Parse(yaml, "/data")).Message.ShouldContain(message);

    [Fact]
    public void Parse_ManyThingsWrong_ListsThemAllInTheFilesOrder()
    {
        var error = Should.Throw<PipelineException>(() => PipelineDefinition.Parse("""
            name: a b
            source: { file: a.jsonl }
            time: { field: at, format: nope }
            window: { sliding: { size: 1m, slide: 7s } }
            aggregates: { n: cuont }
            sink: { file: out.jsonl }
            partitions: -1
            """, "/data"));
        error.Errors.Select(each => (each.Path, each.Line)).ShouldBe(
            [("name", 1L), ("time.format", 3L), ("window.sliding.slide", 4L), ("aggregates.n", 5L), ("partitions", 7L)]);
        error.Message.ShouldStartWith("pipeline: name: 'a b' must be");
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Parse_NestedVeryDeeply_IsRefusedAndDoesNotEndTheProcess(char open, char close) =>
        Should.Throw<PipelineException>(() => PipelineDefinition.Parse($"name: {new string(open, 100_000)}{new string(close, 100_000)}", "/data")).Message.ShouldContain("nested too deeply");

    [Fact]
    public void Load_FileThatIsNotThere_SaysSo() =>
        Should.Throw<PipelineException>(() => PipelineDefinition.Load("/nowhere/a.yaml")).Message.ShouldBe("/nowhere/a.yaml: there is no such file");

    /// <summary>A sound description in which one line takes the place of the one with the same key.</summary>
    private static string Small(string line, string? without = null)
    {
        var lines = new Dictionary<string, string>
        {
            ["name"] = "name: small", ["source"] = "source: { file: a.jsonl }", ["time"] = "time: { field: timestamp }", ["key"] = "key: user",
            ["window"] = "window: { tumbling: 1m }", ["aggregates"] = "aggregates: { n: count }", ["sink"] = "sink: { file: out.jsonl }",
        };
        lines.Remove(without ?? "");
        lines[line.Split(':')[0]] = line;
        return string.Join('\n', lines.Values);
    }
}
