using Attune.Lab.Benchmarks;

namespace Attune.Suites.Load;

/// <summary>The suite <c>load</c>: the load generator itself, beside wrk.</summary>
public static class LoadSuite
{
    /// <summary>The suite.</summary>
    public static BenchmarkSuite Suite { get; } = new(
        "load",
        "The load generator beside wrk: speed, CPU, exactness of rates, and truth about stalls",
        () => [new ThroughputBenchmark(), new CpuBenchmark(), new RateErrorBenchmark(), new StalledServerBenchmark()]);
}
