using System.Text;
using System.Text.Json;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Declarative;

/// <summary>Descriptions that pass events on as they came, from file to file.</summary>
public sealed class FilePipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_JsonLines_KeepsWhatPassesAsItCame()
    {
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), "\uFEFF{\"a\":1,\"x\":[1]}\r\n\n  \n{\"a\":2}\nrubbish\n{\"a\":\"3\"}\n{\"a\":4.5, \"y\":\"é\"}", new UTF8Encoding(false));
        await Definition("source: { file: in.jsonl }", "where: [ { field: a, at_least: 1 } ]", "dead_letters: { file: dead.jsonl }").RunAsync();

        (await LinesAsync("out.jsonl")).ShouldBe(["{\"a\":1,\"x\":[1]}", "{\"a\":2}", "{\"a\":4.5, \"y\":\"é\"}"]);
        var dead = (await LinesAsync("dead.jsonl")).ShouldHaveSingleItem();
        using var letter = JsonDocument.Parse(dead);
        letter.RootElement.GetProperty("reason").GetString().ShouldBe("bad-json");
        letter.RootElement.GetProperty("content").GetString()!.ShouldContain("rubbish");
        letter.RootElement.GetProperty("detail").GetString()!.ShouldContain("column 1");
        dead.ShouldContain("line 5");
    }

    [Fact]
    public async Task Run_Csv_MakesJsonOfItsRows()
    {
        await File.WriteAllTextAsync(
            _folder.File("in.csv"), "id;name;size;ok;zip\n1;\"a; \"\"b\"\"\nc\";1.5;true;01234\n2;;-3;false;5\n3;too;few\n;z;1e3;yes;0\n");
        await Definition("source: { csv: in.csv, delimiter: ';' }", "dead_letters: { file: dead.jsonl }").RunAsync();

        (await LinesAsync("out.jsonl")).ShouldBe([
            """{"id":1,"name":"a; \"b\"\nc","size":1.5,"ok":true,"zip":"01234"}""", """{"id":2,"size":-3,"ok":false,"zip":5}""",
            """{"name":"z","size":1000,"ok":"yes","zip":0}"""]);
        (await LinesAsync("dead.jsonl")).ShouldHaveSingleItem().ShouldContain("3 columns, the header has 5");
    }

    [Fact]
    public async Task Run_CsvWithoutAUsedColumn_SaysWhichThereAre()
    {
        await File.WriteAllTextAsync(_folder.File("in.csv"), "id,name\n1,a\n");
        var definition = Definition("source: { csv: in.csv }", "where: [ { field: nmae, exists: true } ]");
        (await Should.ThrowAsync<SourceException>(() => definition.RunAsync())).Message.ShouldBe("The header has no column 'nmae'; it has id, name.");
    }

    [Fact]
    public async Task Run_EventInTheFuture_IsADeadLetterWithItsContent()
    {
        const string Future = """{"at":"9000-01-01T00:00:00Z","a":1}""";
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), Future + "\n");
        await Definition(
            "source: { file: in.jsonl }", "time: { field: at, max_future_skew: 1m }", "window: { tumbling: 1m }", "aggregates: { n: count }",
            "dead_letters: { file: dead.jsonl }").RunAsync();
        using var letter = JsonDocument.Parse((await LinesAsync("dead.jsonl")).ShouldHaveSingleItem());
        letter.RootElement.GetProperty("reason").GetString().ShouldBe("future-timestamp");
        letter.RootElement.GetProperty("content").GetString().ShouldBe(Future);
    }

    [Fact]
    public async Task Run_SinkThatIsADevice_Writes()
    {
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), "{\"a\":1}\n");
        await using var run = await PipelineDefinition.Parse("name: test\nsource: { file: in.jsonl }\nsink: { file: /dev/null }\nlate: { file: /dev/null }"
            + "\ntime: { field: a, format: unix_s }\nwindow: { tumbling: 1m }\naggregates: { n: count }", _folder.Path).StartAsync();
        await run.Completion;
        run.Statistics.RecordsOut.ShouldBe(1);
    }

    [Fact]
    public async Task Run_LineThatIsTooLong_IsADeadLetterAndTheNextOneCounts()
    {
        await using (var file = File.CreateText(_folder.File("in.jsonl")))
        {
            await file.WriteAsync($"{{\"a\":1}}\n{{\"a\":\"{new string('x', 9_000_000)}\"}}\n{{\"a\":2}}\n");
        }

        await Definition("source: { file: in.jsonl }", "dead_letters: { file: dead.jsonl }").RunAsync();
        (await LinesAsync("out.jsonl")).ShouldBe(["{\"a\":1}", "{\"a\":2}"]);
        (await LinesAsync("dead.jsonl")).ShouldHaveSingleItem().ShouldContain("longer than 4194304 bytes");
    }

    [Fact]
    public async Task Run_SourceThatIsNotThere_SaysSo() =>
        (await Should.ThrowAsync<SourceException>(() => Definition("source: { file: none.jsonl }").RunAsync())).Message.ShouldBe($"There is no file '{_folder.File("none.jsonl")}'.");

    [Fact]
    public async Task Run_Generator_IsTheSameEachTime()
    {
        var definition = Definition("source: { generator: { events: 5000, keys: 7, seed: 3, disorder: 2s, interval: 10ms } }");
        await definition.RunAsync();
        var first = await LinesAsync("out.jsonl");
        await definition.RunAsync();
        (await LinesAsync("out.jsonl")).ShouldBe(first);
        first.Length.ShouldBe(5000);
        var events = first.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        events.Select(item => item.GetProperty("key").GetString()).Distinct().Order().ShouldBe(["k0", "k1", "k2", "k3", "k4", "k5", "k6"]);
        events.Select(item => item.GetProperty("id").GetInt64()).ShouldBe(Enumerable.Range(0, 5000).Select(id => (long)id));
        events.ShouldContain(item => item.GetProperty("timestamp").GetDateTime() < new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(10 * item.GetProperty("id").GetInt64()));
    }

    /// <summary>Dies at any moment; what comes after the last checkpoint is cut off the file and made again.</summary>
    [Fact]
    public async Task Start_AfterDeath_GoesOnWithoutLossOrRepetition()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $"{{\"id\":{i}}}").ToArray();
        await File.WriteAllLinesAsync(_folder.File("in.jsonl"), lines);
        var definition = Definition("source: { file: in.jsonl }", "batch_size: 7", "checkpoints: { folder: checkpoints, interval: 10ms }");
        var resumed = 0;
        for (var death = 0; death < 20; death++)
        {
            await using var run = await definition.StartAsync();
            resumed += run.Resumed is null ? 0 : 1;
            var before = run.Statistics.RecordsIn;
            await Eventually.TrueAsync(() => run.Completion.IsCompleted || run.Statistics.RecordsIn > before + (death * 40));
            if (death % 3 == 0 && !run.Completion.IsCompleted)
            {
                await run.CheckpointAsync().WaitAsync(TimeSpan.FromMinutes(1)).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }

        await definition.RunAsync();
        (await LinesAsync("out.jsonl")).ShouldBe(lines);
        resumed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Start_WithAnotherDescription_RefusesTheCheckpoint()
    {
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), "{\"a\":1}\n");
        const string Checkpoints = "checkpoints: { folder: checkpoints }";
        await using (var run = await Definition("source: { file: in.jsonl }", Checkpoints).StartAsync())
        {
            await run.StopAsync();
        }

        var other = Definition("source: { file: in.jsonl }", Checkpoints, "key: a");
        (await Should.ThrowAsync<CheckpointException>(() => other.RunAsync())).Message.ShouldContain("Start it with --fresh, or give it another name.");
        await other.RunAsync(new RunSettings { IsFresh = true });
        (await LinesAsync("out.jsonl")).ShouldBe(["{\"a\":1}"]);
    }

    /// <summary>The position of one file means nothing in another.</summary>
    [Fact]
    public async Task Start_WithAnotherFile_RefusesTheCheckpoint()
    {
        await File.WriteAllTextAsync(_folder.File("monday.jsonl"), "{\"a\":1}\n");
        await File.WriteAllTextAsync(_folder.File("tuesday.jsonl"), "{\"a\":2}\n{\"a\":3}\n");
        const string Checkpoints = "checkpoints: { folder: checkpoints }";
        await Definition("source: { file: monday.jsonl }", Checkpoints).RunAsync();
        var other = Definition("source: { file: tuesday.jsonl }", Checkpoints);
        (await Should.ThrowAsync<CheckpointException>(() => other.RunAsync())).Message.ShouldContain("monday.jsonl");
    }

    /// <summary>The mark beside the file belongs to what was in it before.</summary>
    [Fact]
    public async Task Start_AfterARunWithoutCheckpoints_BeginsAnew()
    {
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), "{\"a\":1}\n{\"a\":2}\n");
        var definition = Definition("source: { file: in.jsonl }", "checkpoints: { folder: checkpoints }");
        await definition.RunAsync();
        await Definition("source: { file: in.jsonl }", "where: [ { field: a, at_least: 2 } ]").RunAsync();
        await definition.RunAsync();
        (await LinesAsync("out.jsonl")).ShouldBe(["{\"a\":1}", "{\"a\":2}"]);
    }

    [Fact]
    public async Task Start_AfterTheEnd_ReadsWhatWasAdded()
    {
        await File.WriteAllTextAsync(_folder.File("in.jsonl"), "{\"a\":1}\n");
        var definition = Definition("source: { file: in.jsonl }", "checkpoints: { folder: checkpoints }");
        await using (var run = await definition.StartAsync())
        {
            await run.StopAsync();
        }

        await File.AppendAllTextAsync(_folder.File("in.jsonl"), "{\"a\":2}\n");
        await definition.RunAsync();
        (await LinesAsync("out.jsonl")).ShouldBe(["{\"a\":1}", "{\"a\":2}"]);
    }

    private PipelineDefinition Definition(params string[] lines) =>
        PipelineDefinition.Parse($"name: test\nsink: {{ file: out.jsonl }}\n{string.Join('\n', lines)}", _folder.Path);

    private Task<string[]> LinesAsync(string name) => File.ReadAllLinesAsync(_folder.File(name));
}
