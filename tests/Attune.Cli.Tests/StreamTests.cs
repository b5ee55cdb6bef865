using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary><c>attune stream</c> as a user runs it.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stream")]
    [InlineData("stream run")]
    [InlineData("stream check")]
    [InlineData("stream topics")]
    [InlineData("stream topics plan")]
    [InlineData("stream topics create")]
    [InlineData("stream produce")]
    [InlineData("stream consume")]
    [InlineData("stream lag")]
    [InlineData("stream broker")]
    public async Task Help_OfEveryCommand_HasAnExample(string command)
    {
        var (code, output, _) = await AttuneProgram.RunAsync([.. command.Split(' '), "--help"]);
        code.ShouldBe(0);
        output.ShouldContain("attune stream");
        output.ShouldContain("Example: ");
    }

    [Theory]
    [InlineData("stream run /nowhere.yaml", 2, "/nowhere.yaml: there is no such file")]
    [InlineData("stream check", 2, "FILE")]
    [InlineData("stream topics plan --throughput 50", 2, "--consumers")]
    [InlineData("stream topics plan --throughput -1 --consumers 3", 2, "--throughput must be a number of MB/s in the allowed range 0.001..1000000; this is '-1'")]
    [InlineData("stream topics plan --throughput 1000000 --consumers 3 --per-partition 1", 2, "at most 65536 are planned")]
    [InlineData("stream topics create x", 2, "--partitions")]
    [InlineData("stream topics create x --partitions 0", 2, "--partitions must be a whole number in the allowed range 1..65536; this is '0'")]
    [InlineData("stream topics create x --partitions 4 --profile fast", 2, "--profile must be durability, throughput or compacted; this is 'fast'")]
    [InlineData("stream topics create a/b --partitions 4 --brokers 127.0.0.1:1", 2, "'a/b' is no name for a topic")]
    [InlineData("stream topics create x --partitions 4 --replication 1 --brokers 127.0.0.1:1", 2, "needs 2 replicas in sync, but has 1")]
    [InlineData("stream produce x --file /nowhere.jsonl", 2, "--file must be a file that can be read; '/nowhere.jsonl' is not there")]
    [InlineData("stream produce x --rate 0", 2, "--rate must be a number of records a second in the allowed range 0.001..10000000; this is '0'")]
    [InlineData("stream consume x --from middle", 2, "--from must be beginning or end; this is 'middle'")]
    [InlineData("stream consume x --brokers nonsense", 2, "--brokers 'nonsense' is not host:port")]
    [InlineData("stream consume x --security sasl_ssl", 2, "--user is missing; SaslSsl needs a login")]
    [InlineData("stream consume x --profile fast", 2, "--profile must be one of durable, high-throughput, low-latency; this is 'fast'")]
    [InlineData("stream broker --brokers 0", 2, "--brokers must be a whole number in the allowed range 1..20; this is '0'")]
    [InlineData("stream broker --topic flows", 2, "--topic takes NAME:PARTITIONS, for example flows:4; this is 'flows'")]
    [InlineData("stream lag report --brokers 127.0.0.1:1", 1, "no Kafka broker answered within 10 s")]
    public async Task WrongUse_IsOneLineAndTheRightCode(string command, int expected, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync(command.Split(' '));
        code.ShouldBe(expected, errors);
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem();
        errors.ShouldContain(message);
    }

    [Fact]
    public async Task Plan_OfTheGuide_Is16Partitions()
    {
        var plan = await AttuneProgram.RunJsonAsync("stream", "topics", "plan", "--throughput", "50", "--consumers", "12", "--json");
        plan.GetProperty("partitions").GetInt32().ShouldBe(16);
        plan.GetProperty("forThroughput").GetInt32().ShouldBe(5);
        (await AttuneProgram.RunAsync("stream", "topics", "plan", "--throughput", "50", "--consumers", "12")).Output.ShouldStartWith("16 partitions");
    }

    [Fact]
    public async Task Check_FileWithErrors_ListsAllOfThem()
    {
        await File.WriteAllTextAsync(_folder.File("bad.yaml"), "name: x\nsource: { file: a }\nwindow: { sliding: { size: 60s, slide: 7s } }\nsnik: { console: {} }\n");
        var (code, output, _) = await AttuneProgram.RunAsync("stream", "check", _folder.File("bad.yaml"), "--json");
        code.ShouldBe(2);
        using var answer = JsonDocument.Parse(output);
        answer.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()).ShouldContain("window.sliding.slide");
        (await AttuneProgram.RunAsync("stream", "check", _folder.File("bad.yaml"))).Errors.ShouldContain("window.sliding.slide: 7s does not divide the size 60s (line 3)");
    }

    [Fact]
    public async Task Run_StoppedAndStartedAgain_GoesOnAndGivesTheResultsOfOneRun()
    {
        await PipelineAsync("one", "");
        (await AttuneProgram.RunAsync("stream", "run", _folder.File("one.yaml"), "--quiet")).Code.ShouldBe(0);

        await PipelineAsync("two", "checkpoints: { folder: checkpoints, interval: 50ms }");
        using (var first = AttuneProgram.Start("./attune", ["stream", "run", _folder.File("two.yaml"), "--json"]))
        {
            await Eventually.TrueAsync(() => first.Process.HasExited || File.Exists(_folder.File("checkpoints/two/2.checkpoint")));
            first.Interrupt();
            var (code, output, errors) = await first.WaitAsync();
            code.ShouldBe(0, errors);
            using var summary = JsonDocument.Parse(output);
            summary.RootElement.GetProperty("ended").GetString().ShouldBe("stopped");
        }

        using (var second = AttuneProgram.Start("./attune", ["stream", "run", _folder.File("two.yaml")]))
        {
            await Eventually.TrueAsync(() => second.Process.HasExited || second.Errors.Contains("Goes on from checkpoint", StringComparison.Ordinal));
            await second.KillAsync();
        }

        // Without the brake the rest is done at once.
        await File.WriteAllTextAsync(_folder.File("two.yaml"), (await File.ReadAllTextAsync(_folder.File("two.yaml"))).Replace(", rate: 2000", "", StringComparison.Ordinal));
        var (ended, _, said) = await AttuneProgram.RunAsync("stream", "run", _folder.File("two.yaml"));
        ended.ShouldBe(0, said);
        said.ShouldContain("Goes on from checkpoint");
        (await File.ReadAllLinesAsync(_folder.File("two.jsonl"))).Order(StringComparer.Ordinal).ShouldBe((await File.ReadAllLinesAsync(_folder.File("one.jsonl"))).Order(StringComparer.Ordinal));

        var fresh = await AttuneProgram.RunJsonAsync("stream", "run", _folder.File("two.yaml"), "--fresh", "--json");
        fresh.GetProperty("resumedFrom").ValueKind.ShouldBe(JsonValueKind.Null);
        fresh.GetProperty("recordsIn").GetInt64().ShouldBe(20_000);
    }

    [Fact]
    public async Task Kafka_ProduceRunConsumeAndLag_WorkOnTheClusterInMemory()
    {
        using var cluster = AttuneProgram.Start("./attune", ["stream", "broker", "--topic", "flows:4", "--topic", "results:2"]);
        await Eventually.TrueAsync(() => cluster.Output.Contains("Ctrl-C ends", StringComparison.Ordinal) || cluster.Process.HasExited);
        var brokers = cluster.Output.Split('\n')[0]["Brokers: ".Length..].Trim();
        await File.WriteAllLinesAsync(
            _folder.File("events.jsonl"), Enumerable.Range(0, 1000).Select(i => $$"""{"user":"u{{i % 7}}","n":{{i}},"at":"2026-01-05T10:{{i / 60:00}}:{{i % 60:00}}Z"}""").Append("no event"));

        var (code, output, errors) = await AttuneProgram.RunAsync("stream", "produce", "flows", "--file", _folder.File("events.jsonl"), "--key", "user", "--brokers", brokers);
        (code, errors.Contains("line 1001", StringComparison.Ordinal)).ShouldBe((1, true), errors);
        output.ShouldContain("1,000 records to flows");
        (await AttuneProgram.RunAsync("stream", "produce", "flows", "--brokers", brokers)).Output.ShouldContain("0 records to flows");

        await File.WriteAllTextAsync(_folder.File("kafka.yaml"), $$"""
            name: per-user
            source: { kafka: { topic: flows, group: report, brokers: "{{brokers}}", stop_at_end: true } }
            time: { field: at }
            key: user
            window: { tumbling: 1m }
            aggregates: { events: count, total: { sum: n } }
            sink: { kafka: { topic: results, brokers: "{{brokers}}" } }
            checkpoints: { folder: checkpoints }
            """);
        (await AttuneProgram.RunAsync("stream", "run", _folder.File("kafka.yaml"))).ShouldSatisfyAllConditions(run => run.Code.ShouldBe(0, run.Errors));
        var lines = (await AttuneProgram.RunAsync("stream", "consume", "results", "--from", "beginning", "--until-end", "--json", "--brokers", brokers)).Output;
        var results = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        results.Select(record => record.GetProperty("key").GetString()).Distinct().Order().ShouldBe(["u0", "u1", "u2", "u3", "u4", "u5", "u6"]);
        // Each partition is in order, so nothing is late, however the partitions were read.
        results.Sum(record => JsonDocument.Parse(record.GetProperty("value").GetString()!).RootElement.GetProperty("total").GetInt64()).ShouldBe(1000 * 999 / 2);

        var lag = await AttuneProgram.RunJsonAsync("stream", "lag", "report", "--topic", "flows", "--json", "--brokers", brokers);
        lag.GetProperty("lag").GetInt64().ShouldBe(0);
        lag.GetProperty("partitions").EnumerateArray().Sum(partition => partition.GetProperty("end").GetInt64()).ShouldBe(1000);
        (await AttuneProgram.RunAsync("stream", "consume", "flows", "--from", "beginning", "--max", "3", "--brokers", brokers)).Output.Trim().Split('\n').Length.ShouldBe(3);
        var (missing, _, said) = await AttuneProgram.RunAsync("stream", "consume", "nothing", "--brokers", brokers);
        (missing, said.Contains("There is no topic 'nothing'", StringComparison.Ordinal)).ShouldBe((2, true), said);

        cluster.Interrupt();
        (await cluster.WaitAsync()).Code.ShouldBe(0);
    }

    /// <summary>A brake that lets go when the user stops would send all the rest at once.</summary>
    [Fact]
    public async Task Produce_WithARateStopped_SendsNoMore()
    {
        using var cluster = AttuneProgram.Start("./attune", ["stream", "broker", "--topic", "flows:1"]);
        await Eventually.TrueAsync(() => cluster.Output.Contains("Ctrl-C ends", StringComparison.Ordinal) || cluster.Process.HasExited);
        var brokers = cluster.Output.Split('\n')[0]["Brokers: ".Length..].Trim();
        await File.WriteAllLinesAsync(_folder.File("events.jsonl"), Enumerable.Range(0, 100_000).Select(i => $$"""{"n":{{i}}}"""));
        using var producer = AttuneProgram.Start(
            "./attune", ["stream", "produce", "flows", "--file", _folder.File("events.jsonl"), "--rate", "20", "--json", "--brokers", brokers]);
        (await AttuneProgram.RunAsync("stream", "consume", "flows", "--from", "beginning", "--max", "1", "--brokers", brokers)).Code.ShouldBe(0);
        producer.Interrupt();
        var (code, output, errors) = await producer.WaitAsync();
        code.ShouldBe(0, errors);
        using var summary = JsonDocument.Parse(output);
        summary.RootElement.GetProperty("records").GetInt64().ShouldBeLessThan(50_000);
        cluster.Interrupt();
        (await cluster.WaitAsync()).Code.ShouldBe(0);
    }

    private Task PipelineAsync(string name, string more) => File.WriteAllTextAsync(_folder.File(name + ".yaml"), $$"""
        name: {{name}}
        source: { generator: { events: 20000, keys: 10, seed: 1, interval: 50ms{{(more.Length > 0 ? ", rate: 2000" : "")}} } }
        time: { field: timestamp }
        key: key
        window: { tumbling: 1m }
        aggregates: { events: count, total: { sum: value } }
        sink: { file: {{name}}.jsonl }
        {{more}}
        """);
}
