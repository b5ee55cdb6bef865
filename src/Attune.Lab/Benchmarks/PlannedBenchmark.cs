namespace Attune.Lab.Benchmarks;

/// <summary>A benchmark that is to be run, and the suite it is run for.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="Benchmark">The benchmark.</param>
public sealed record PlannedBenchmark(string Suite, Benchmark Benchmark);
