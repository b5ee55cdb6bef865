using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary><c>attune benchmark</c> as a person or a build uses it.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Command_IsStoredAnalyzedAndExported()
    {
        var rows = await AttuneProgram.RunJsonAsync(["benchmark", "run", "--command", "true", "--name", "nothing", "--iterations", "3", "--repeat", "3", .. Data, "--json"]);

        var row = rows.EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("name").GetString().ShouldBe("nothing");
        row.GetProperty("value").GetDouble().ShouldBeGreaterThan(0);
        (row.GetProperty("unit").GetString(), row.GetProperty("better").GetString(), row.GetProperty("pass").GetBoolean()).ShouldBe(("s", "lower", true));
        foreach (var name in new[] { "target", "peer", "peerValue", "ratio", "quality" })
        {
            row.TryGetProperty(name, out _).ShouldBeTrue(name);
        }

        (await AttuneProgram.RunJsonAsync(["benchmark", "results", .. Data, "--json"])).GetArrayLength().ShouldBe(3);
        var series = (await AttuneProgram.RunJsonAsync(["benchmark", "analyze", .. Data, "--json"])).EnumerateArray().ShouldHaveSingleItem();
        series.GetProperty("runs").GetInt32().ShouldBe(3);
        series.GetProperty("noiseFloor").ValueKind.ShouldBe(JsonValueKind.Number);
        foreach (var (format, expected) in new[] { ("json", "\"measurement\""), ("csv", "run,started_at"), ("md", "| Run |"), ("html", "<!doctype html>") })
        {
            var (code, output, errors) = await AttuneProgram.RunAsync(["benchmark", "export", format, .. Data]);
            code.ShouldBe(0, errors);
            output.ShouldContain(expected, Case.Insensitive);
        }
    }

    [Fact]
    public async Task Run_SlowerThanTheBaseline_FailsWithThree()
    {
        (await AttuneProgram.RunAsync([.. Sleep("0.001"), "--iterations", "6"])).Code.ShouldBe(0);
        (await AttuneProgram.RunAsync(["benchmark", "baseline", "set", .. Data])).Code.ShouldBe(0);

        // A hundred times as long: no noise of this machine comes near it.
        var (code, _, errors) = await AttuneProgram.RunAsync([.. Sleep("0.3"), "--iterations", "6"]);
        code.ShouldBe(3, errors);
        errors.ShouldContain("regression: commands/nap");
        (await AttuneProgram.RunAsync(["benchmark", "compare", "1", "2", .. Data, "--fail-on-regression"])).Code.ShouldBe(3);
        (await AttuneProgram.RunAsync(["benchmark", "compare", "2", "1", .. Data, "--fail-on-regression"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Run_SlowerThanItsOwnHistory_FailsWithThreeAndNamesTheRun()
    {
        await AttuneProgram.RunAsync([.. Sleep("0.001"), "--iterations", "1", "--repeat", "8"]);

        // A hundred times as long: no noise of this machine comes near it.
        var (code, _, errors) = await AttuneProgram.RunAsync([.. Sleep("0.3"), "--iterations", "1", "--repeat", "5"]);

        code.ShouldBe(3, errors);
        errors.ShouldContain("commands/nap regressed since run 9 ");
        var (analyzed, output, _) = await AttuneProgram.RunAsync(["benchmark", "analyze", .. Data, "--fail-on-regression"]);
        analyzed.ShouldBe(3);
        output.ShouldContain("regressed since run 9");
    }

    [Fact]
    public async Task Run_OutputAsJson_CanBeComparedWithoutAHistory()
    {
        var (before, after) = (_folder.File("before.json"), _folder.File("after.json"));
        foreach (var file in new[] { before, after })
        {
            var (code, _, errors) = await AttuneProgram.RunAsync("benchmark", "run", "--command", "true", "--iterations", "6", "--no-store", "--output", file, "--data", _folder.File("none"));
            code.ShouldBe(0, errors);
        }

        var compared = await AttuneProgram.RunJsonAsync("benchmark", "compare", before, after, "--data", _folder.File("none"), "--json");

        compared.EnumerateArray().ShouldHaveSingleItem().GetProperty("pValue").GetDouble().ShouldBeInRange(0, 1);
        Directory.Exists(_folder.File("none")).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_BenchmarkThatFails_ExitsWithOneAndIsInTheHistory()
    {
        var (code, output, _) = await AttuneProgram.RunAsync(["benchmark", "run", "--command", "exit 3", .. Data]);

        code.ShouldBe(1);
        output.ShouldContain("Exit code 3");
        (await AttuneProgram.RunJsonAsync(["benchmark", "results", .. Data, "--json"])).EnumerateArray().ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task Run_Isolated_RunsInAProcessOfItsOwn()
    {
        var rows = await AttuneProgram.RunJsonAsync([
            "benchmark", "run", "--suite", "storage", "--filter", "*open*", "--isolate", "--iterations", "2", "--warmup", "1", "--no-store", .. Data, "--json"]);

        rows.EnumerateArray().ShouldNotBeEmpty();
        rows.EnumerateArray().ShouldAllBe(row => row.GetProperty("outcome").GetString() == "succeeded");
    }

    [Fact]
    public async Task Run_FileOfBenchmarks_AddsASuite()
    {
        await File.WriteAllTextAsync(_folder.File("mine.yaml"), "suite: mine\nbenchmarks: [{ name: quick, command: 'true', iterations: 2 }]");

        var rows = await AttuneProgram.RunJsonAsync(["benchmark", "run", "--file", _folder.File("mine.yaml"), "--suite", "mine", .. Data, "--json"]);

        rows.EnumerateArray().ShouldHaveSingleItem().GetProperty("suite").GetString().ShouldBe("mine");
    }

    [Theory]
    [InlineData("there is no suite 'disk'", "run", "--suite", "disk")]
    [InlineData("there is no benchmark 'nonsense'", "run", "--name", "nonsense")]
    [InlineData("no benchmark fits the filter", "run", "--filter", "zzz*")]
    [InlineData("1..100000", "run", "--command", "true", "--iterations", "0")]
    [InlineData("0.001..86400", "run", "--command", "true", "--timeout", "-1")]
    [InlineData("NAME=VALUE", "run", "--command", "true", "--param", "rows")]
    [InlineData("1..1000000", "run", "--suite", "storage", "--agents", "0")]
    [InlineData(".html, .json, .csv or .md", "run", "--command", "true", "--output", "figures.pdf")]
    [InlineData("cannot be written", "run", "--command", "true", "--output", "/nowhere/at/all.json")]
    [InlineData("lower-case letters", "run", "--command", "true", "--name", "Bad Name")]
    [InlineData("it is empty", "run", "--command", " ")]
    [InlineData("1..1000", "run", "--command", "true", "--repeat", "0")]
    [InlineData("there is no history", "results")]
    [InlineData("there is no history", "analyze")]
    [InlineData("there is no history", "baseline", "set")]
    [InlineData("there is no file", "compare", "none.json", "neither.json")]
    [InlineData("Could not find file", "list", "--file", "absent.yaml")]
    [InlineData("the format is json, csv, md or html", "export", "pdf")]
    public async Task BadUsage_Always_IsOneLineAndTwo(string expected, params string[] arguments)
    {
        var data = arguments[0] == "list" ? [] : Data;
        var (code, output, errors) = await AttuneProgram.RunAsync(["benchmark", .. arguments, .. data]);

        code.ShouldBe(2, output + errors);
        errors.Trim().ShouldContain(expected);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
    }

    private string[] Data => ["--data", _folder.File("data")];

    private string[] Sleep(string seconds) => ["benchmark", "run", "--command", $"sleep {seconds}", "--name", "nap", "--warmup", "0", "--fail-on-regression", .. Data];
}
