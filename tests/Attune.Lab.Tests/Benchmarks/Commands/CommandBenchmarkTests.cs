using Attune.Lab.Benchmarks;
using Attune.Lab.Benchmarks.Commands;
using Attune.Testing;

namespace Attune.Lab.Tests.Benchmarks.Commands;

public sealed class CommandBenchmarkTests : IDisposable
{
    private static readonly BenchmarkOptions Once = new() { Iterations = 1, WarmupIterations = 0, MinIterationMs = 0, MemoryLimitMb = 100_000 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_CommandThatSucceeds_IsTimed()
    {
        var result = await RunAsync(new CommandDefinition { Name = "touch", Command = $"touch '{_folder.File("made")}'" });

        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
        result.Unit.ShouldBe("s");
        File.Exists(_folder.File("made")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_CommandThatPrintsFigures_TakesTheLastNumber()
    {
        var result = await RunAsync(new CommandDefinition
        {
            Name = "rate", Command = "echo warm 12; echo 'rate: 3.5e2 of 1250.25 req/s'", Figure = CommandFigure.Output, Unit = "req/s", Better = Better.Higher, Target = 1000,
        });

        (result.Value, result.Unit, result.Passed).ShouldBe((1250.25, "req/s", true));
    }

    [Theory]
    [InlineData("rate 12,345.5 requests/s", 12345.5)]
    [InlineData("1_000", 1000)]
    [InlineData("1,2", 2)]
    [InlineData("-1.5e3 ms", -1500)]
    [InlineData("5 in 3 s", 3)]
    public async Task RunAsync_NumberAsPeopleWriteIt_IsRead(string printed, double expected)
    {
        var result = await RunAsync(new CommandDefinition { Name = "rate", Command = $"echo '{printed}'", Figure = CommandFigure.Output });

        result.Value.ShouldBe(expected);
    }

    [Fact]
    public async Task RunAsync_NoNumberPrinted_Fails()
    {
        var result = await RunAsync(new CommandDefinition { Name = "rate", Command = "echo none", Figure = CommandFigure.Output });

        result.Error!.ShouldContain("printed no number");
    }

    [Fact]
    public async Task RunAsync_ExitCode_FailsWithTheLastErrorLine()
    {
        var result = await RunAsync(new CommandDefinition { Name = "bad", Command = "echo one >&2; echo 'two: why' >&2; exit 7" });

        (result.Outcome, result.Error).ShouldBe((BenchmarkOutcome.Failed, "Exit code 7: two: why"));
    }

    [Fact]
    public async Task RunAsync_CommandThatHangs_IsKilledWithItsChildren()
    {
        var definition = new CommandDefinition { Name = "hang", Command = $"sleep 600 & echo $! > '{_folder.File("pid")}'; wait" };

        var result = await new BenchmarkRunner().RunAsync("tests", new CommandBenchmark(definition), Once with { TimeoutSeconds = 1 });

        result.Outcome.ShouldBe(BenchmarkOutcome.TimedOut);
        var child = int.Parse(await File.ReadAllTextAsync(_folder.File("pid")));
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{child}") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z "));
    }

    [Fact]
    public async Task RunAsync_CommandLeavesAProcessBehind_IsNotWaitedFor()
    {
        var result = await RunAsync(new CommandDefinition { Name = "behind", Command = $"sleep 600 & echo $! > '{_folder.File("pid")}'; echo 5", Figure = CommandFigure.Output });
        using var left = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(_folder.File("pid"))));
        left.Kill();

        (result.Outcome, result.Value).ShouldBe((BenchmarkOutcome.Succeeded, 5));
    }

    [Fact]
    public void Load_FullFile_MakesASuite()
    {
        File.WriteAllText(_folder.File("b.yaml"), """
            suite: mine
            description: what I care for
            benchmarks:
              - name: sort_words
                command: sort words.txt
                target: 0.2
                iterations: 3
              - name: rate
                command: ./rate
                figure: output
                unit: req/s
                better: higher
            """);

        var suite = CommandFile.Load(_folder.File("b.yaml"));

        suite.Name.ShouldBe("mine");
        suite.Create().Select(benchmark => (benchmark.Name, benchmark.Figure.Unit, benchmark.Figure.Better)).ShouldBe([("sort_words", "s", Better.Lower), ("rate", "req/s", Better.Higher)]);
        suite.Create()[0].Configure(new BenchmarkOptions()).Iterations.ShouldBe(3);
    }

    [Fact]
    public async Task Load_Command_RunsInTheFilesFolder()
    {
        File.WriteAllText(_folder.File("b.yaml"), "benchmarks: [{ name: make, command: touch here }]");

        await new BenchmarkRunner().RunAsync("tests", CommandFile.Load(_folder.File("b.yaml")).Create()[0], Once);

        File.Exists(_folder.File("here")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("benchmarks: []", "no benchmark in it")]
    [InlineData("", "no benchmark in it")]
    [InlineData("benchmarks: [{ command: ls }]", "has no 'name'")]
    [InlineData("benchmarks: [{ name: a }]", "'a' has no 'command'")]
    [InlineData("benchmarks: [{ name: A b, command: ls }]", "lower-case letters")]
    [InlineData("benchmarks: [{ name: a, command: ls, iterations: 0 }]", "1..100000")]
    [InlineData("benchmarks: [{ name: a, command: ls }, { name: a, command: ls }]", "two benchmarks called 'a'")]
    [InlineData("benchmarks:\n  - name: a\n    comand: ls", "line 3")]
    [InlineData("benchmarks: [", "line ")]
    public void Load_NotValid_SaysWhatAndWhere(string yaml, string expected)
    {
        File.WriteAllText(_folder.File("b.yaml"), yaml);

        Should.Throw<FormatException>(() => CommandFile.Load(_folder.File("b.yaml"))).Message.ShouldContain(expected);
    }

    private static Task<BenchmarkResult> RunAsync(CommandDefinition definition) => new BenchmarkRunner().RunAsync("tests", new CommandBenchmark(definition), Once with { TimeoutSeconds = 60 });
}
