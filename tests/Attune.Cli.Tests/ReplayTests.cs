using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

public sealed class ReplayTests : IDisposable
{
    private const string Header = "timestamp,source_ip,destination_ip,bytes_transferred,protocol\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }

    private Task<JsonElement> ReplayAsync(string path, params string[] more) =>
        AttuneProgram.RunJsonAsync(["replay", path, "--json", "--data", _folder.File("data"), .. more]);

    [Fact]
    public async Task Replay_Csv_CountsStoresAndKeepsBadRowsAsDeadLetters()
    {
        var report = await ReplayAsync(Write("flows.csv", Header
            + "2002-08-22T10:00:00Z,10.0.0.1,mx.example.org,100,smtp\n"
            + "2002-08-22T11:00:00Z,10.0.0.2,mx.example.org,300,esmtp\n"
            + "2002-08-22T11:00:00Z,10.0.0.2,mx.example.org,300,esmtp\n"
            + "2002-08-22T11:00:00Z,10.0.0.999,mx.example.org,300,esmtp\n"
            + "yesterday,10.0.0.2,mx.example.org,-5,esmtp\n"
            + "2002-08-22T11:00:00Z,10.0.0.2\n"));
        report.GetProperty("messages").GetInt64().ShouldBe(6);
        report.GetProperty("messagesParsed").GetInt64().ShouldBe(3);
        report.GetProperty("flows").GetInt64().ShouldBe(3);
        report.GetProperty("windows").GetInt64().ShouldBe(1);
        report.GetProperty("deadLetters").GetProperty("bad-field").GetInt64().ShouldBe(2);
        report.GetProperty("deadLetters").GetProperty("bad-columns").GetInt64().ShouldBe(1);
        report.GetProperty("topSources")[0].GetProperty("source").GetString().ShouldBe("10.0.0.2");
        report.GetProperty("topSources")[0].GetProperty("bytes").GetInt64().ShouldBe(600);

        var flows = await AttuneProgram.RunJsonAsync("flows", "--json", "--source", "10.0.0.2", "--data", _folder.File("data"));
        flows.GetProperty("items").GetArrayLength().ShouldBe(2);
        var windows = await AttuneProgram.RunJsonAsync("windows", "--json", "--data", _folder.File("data"));
        windows.GetProperty("items")[0].GetProperty("total").GetProperty("bytes").GetDouble().ShouldBe(700);
    }

    [Fact]
    public async Task Replay_SameFileAgain_AddsNothingAndCountsTheSame()
    {
        var path = Write("events.jsonl", string.Concat(Enumerable.Range(0, 500).Select(n =>
            $$"""{"timestamp":"2002-08-{{1 + (n % 28):00}}T10:00:00Z","source_ip":"10.0.0.{{n % 7}}","destination_ip":"mx","bytes_transferred":{{n}},"protocol":"SMTP"}""" + "\n")));
        var first = await ReplayAsync(path, "--repeat", "3");
        var second = await ReplayAsync(path, "--repeat", "3");
        foreach (var name in new[] { "messages", "messagesParsed", "flows", "windows", "rowsStored", "lateEvents" })
        {
            second.GetProperty(name).GetInt64().ShouldBe(first.GetProperty(name).GetInt64(), name);
        }

        first.GetProperty("flows").GetInt64().ShouldBe(1500);
        (first.GetProperty("rowsAdded").GetInt64(), first.GetProperty("duplicates").GetInt64()).ShouldBe((1500, 0));
        (second.GetProperty("rowsAdded").GetInt64(), second.GetProperty("duplicates").GetInt64()).ShouldBe((0, 1500));
    }

    [Fact]
    public async Task Replay_Mbox_CountsReceivedLinesAndLabelsNothing()
    {
        var message = "From a@example.org Thu Aug 22 12:36:23 2002\n"
            + "Received: from mx.example.org (mx.example.org [192.0.2.7]) by in.example.net with ESMTP id 1; Thu, 22 Aug 2002 12:36:20 +0100\n"
            + "From: a@example.org\nSubject: hello\nDate: Thu, 22 Aug 2002 12:30:00 +0100\n\nBody\n\n";
        var report = await ReplayAsync(Write("mail.mbox", message + message.Replace("hello", "again")));
        report.GetProperty("messages").GetInt64().ShouldBe(2);
        report.GetProperty("receivedLines").GetInt64().ShouldBe(2);
        report.GetProperty("flows").GetInt64().ShouldBe(2);
        report.GetProperty("textEvents").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Replay_TableForAPerson_ShowsTheSummary()
    {
        var (code, output, _) = await AttuneProgram.RunAsync(
            "replay", Write("flows.csv", Header + "2002-08-22,10.0.0.1,mx,100,smtp\n"), "--data", _folder.File("data"));
        code.ShouldBe(0);
        output.ShouldContain("Input parsed");
        output.ShouldContain("1 of 1");
        output.ShouldNotContain("\u001b[");
    }

    [Fact]
    public async Task Replay_Interrupted_StoresWhatItTookInAndExitsWith0()
    {
        var path = Write("flows.csv", Header + string.Concat(Enumerable.Range(0, 50_000).Select(n => $"2002-08-22T10:00:00Z,10.0.0.1,mx,{n},smtp\n")));
        using var program = AttuneProgram.Start("./attune", ["replay", path, "--json", "--speed", "2000", "--data", _folder.File("data")]);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(_folder.File("data"), "attune.db"))));
        await Task.Delay(500);
        program.Interrupt();
        var (code, output, errors) = await program.WaitAsync();
        code.ShouldBe(0, errors);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("stopped").GetBoolean().ShouldBeTrue();
        var flows = document.RootElement.GetProperty("flows").GetInt64();
        flows.ShouldBeLessThan(50_000);
        document.RootElement.GetProperty("rowsStored").GetInt64().ShouldBe(flows);
    }

    [SkippableFact]
    public async Task Demo_OnTheMailCorpus_HasTheStatedCountsTwice()
    {
        Skip.IfNot(Directory.Exists(Path.Combine(AttuneProgram.Root, "node_modules", "@stdlib", "datasets-spam-assassin")), "The mail corpus is not installed: run npm ci.");
        var arguments = new[] { "demo", "--headless", "--once", "--speed", "max", "--json", "--data", _folder.File("data") };
        var first = await AttuneProgram.RunJsonAsync(arguments);
        var second = await AttuneProgram.RunJsonAsync(arguments);
        foreach (var report in new[] { first, second })
        {
            report.GetProperty("messages").GetInt64().ShouldBe(6046);
            report.GetProperty("messagesParsed").GetInt64().ShouldBe(6046);
            report.GetProperty("receivedLines").GetInt64().ShouldBe(32_585);
            report.GetProperty("flows").GetInt64().ShouldBe(28_976);
            var letters = report.GetProperty("deadLetters").EnumerateObject().ToDictionary(reason => reason.Name, reason => reason.Value.GetInt64());
            (28_976 + letters.Where(reason => reason.Key != "late").Sum(reason => reason.Value)).ShouldBe(32_585);
            report.GetProperty("windows").GetInt64().ShouldBe(225);
            report.GetProperty("topSources").GetArrayLength().ShouldBe(10);
            report.GetProperty("topSpamDays").GetArrayLength().ShouldBe(10);
            report.GetProperty("latencyMs").GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
        }

        second.GetProperty("rowsStored").GetInt64().ShouldBe(first.GetProperty("rowsStored").GetInt64());
        second.GetProperty("rowsAdded").GetInt64().ShouldBe(0);
    }
}
