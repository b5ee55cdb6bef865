using Attune.Lab.Benchmarks;

namespace Attune.Suites.Cli;

/// <summary>The suite <c>cli</c>: guide 1's eight commands, each as a process of its own.</summary>
public static class CliSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "cli";

    private const string Figures = "safla (Python), current figure of guide 1";

    /// <summary>The suite.</summary>
    public static BenchmarkSuite Create() => new(Name, "The command line, from the start of its process to the end.", () => [.. Commands, new CliSuccessRate(Commands)]);

    private static IReadOnlyList<CliBenchmark> Commands =>
    [
        new("cli_help_performance", "attune --help", ["--help"], output: "serve", published: Peer(0.4)),
        new("cli_version_performance", "attune --version", ["--version"], output: ".", published: Peer(0.4)),
        new("cli_list_commands_performance", "attune, which lists the commands and asks for one", [], output: "benchmark", exitCode: 2, published: Peer(0.5)),
        new("cli_invalid_command_performance", "A command that does not exist", ["frobnicate"], output: "'frobnicate'", exitCode: 2, published: Peer(0.4)),
        new("cli_benchmark_list_performance", "attune benchmark list", ["benchmark", "list", "--json"], output: "cli_benchmark_list_performance"),
        new("cli_benchmark_results_performance", "attune benchmark results on a history", ["benchmark", "results", "--data", "."], output: SmallRun.Benchmark, usesHistory: true),
        new("cli_benchmark_run_performance", "attune benchmark run of one small benchmark", SmallRun.Arguments, output: SmallRun.Benchmark, published: Peer(4.7)),
        new("cli_benchmark_analyze_performance", "attune benchmark analyze on a history", ["benchmark", "analyze", "--data", "."], output: SmallRun.Benchmark, usesHistory: true),
    ];

    private static PublishedPeer Peer(double seconds) => new(Figures, seconds, "the guide's program is not here");
}
