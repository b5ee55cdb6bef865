using Attune.Storage.Benchmarks;

namespace Attune.Lab.Benchmarks;

/// <summary>Benchmarks that ran together.</summary>
/// <param name="Info">When, on what machine, of which source; its number is 0 where it was not stored.</param>
/// <param name="Results">What came of each, in order.</param>
public sealed record BenchmarkRun(StoredRun Info, IReadOnlyList<BenchmarkResult> Results);
