using Attune.Suites.Cli;
using Attune.Suites.Workloads;

namespace Attune.Suites.Tests.Cli;

public class CliSuiteTests
{
    public static TheoryData<string> Names => TinyRun.NamesOf(CliSuite.Create());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_Command_EndsAndPrintsAsItShould(string name)
    {
        var result = await TinyRun.SucceedsAsync(CliSuite.Create(), name);
        if (name == "cli_success_rate")
        {
            result.Value.ShouldBe(100, string.Join("; ", result.Notes.Values));
        }
    }

    [Fact]
    public async Task Run_CommandThatPrintsSomethingElse_Fails()
    {
        var benchmark = new CliBenchmark("wrong", "A command", ["--help"], output: "nothing that anybody prints");
        var error = await Should.ThrowAsync<InvalidOperationException>(
            async () => await benchmark.RunAsync(new Lab.Benchmarks.BenchmarkContext(AppContext.BaseDirectory), CancellationToken.None));
        error.Message.ShouldContain("'attune --help'");
    }

    [Fact]
    public async Task Run_Cancelled_KillsTheProgram()
    {
        using var soon = new CancellationTokenSource();
        var running = AttuneProgram.RunAsync(AppContext.BaseDirectory, ["serve", "--port", "0", "--data", Path.Combine(AppContext.BaseDirectory, "cancelled")], soon.Token);
        await soon.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }
}
