using Attune.Lab.Benchmarks;

namespace Attune.Suites.Tests;

/// <summary>Runs benchmarks once, at a tiny size, through the real runner; nothing is timed.</summary>
internal static class TinyRun
{
    private static readonly BenchmarkOptions Once = new() { Iterations = 1, WarmupIterations = 0, MaxWarmupIterations = 0, MinIterationMs = 0, TimeoutSeconds = 120, Store = false, MemoryLimitMb = 100_000 };

    /// <summary>Names of a suite's benchmarks, for theories.</summary>
    public static TheoryData<string> NamesOf(BenchmarkSuite suite) => [.. suite.Create().Select(benchmark => benchmark.Name)];

    /// <summary>Runs a benchmark and returns whatever comes of it.</summary>
    public static Task<BenchmarkResult> RunAsync(string suite, Benchmark benchmark, params (string Name, string Value)[] parameters) =>
        new BenchmarkRunner().RunAsync(suite, benchmark, Once, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));

    /// <summary>Runs one benchmark, which has to succeed with a finite figure, and its peer, if it has one that can run.</summary>
    public static async Task<BenchmarkResult> SucceedsAsync(BenchmarkSuite suite, string name, params (string Name, string Value)[] parameters)
    {
        var benchmark = suite.Create().Single(item => item.Name == name);
        var result = await RunAsync(suite.Name, benchmark, parameters);
        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded, result.Error);
        double.IsFinite(result.Value!.Value).ShouldBeTrue();
        (result.PeerUnavailable is null or { Length: > 0 } && benchmark.Peer is null or { Unavailable: not null } || result.PeerSummary is not null).ShouldBeTrue(result.PeerUnavailable);
        return result;
    }
}
