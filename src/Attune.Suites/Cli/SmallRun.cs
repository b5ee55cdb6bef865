namespace Attune.Suites.Cli;

/// <summary>A run of one small benchmark, as an argument list: what <c>cli_benchmark_run_performance</c> measures and histories are made of.</summary>
internal static class SmallRun
{
    public const string Benchmark = "cli_version_performance";

    public static IReadOnlyList<string> Arguments { get; } =
        ["benchmark", "run", "--suite", CliSuite.Name, "--name", Benchmark, "--iterations", "1", "--warmup", "0", "--data", "."];
}
