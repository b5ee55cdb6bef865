namespace Attune.Lab.Benchmarks;

/// <summary>Runs one benchmark and says what came of it.</summary>
public interface IBenchmarkRunner
{
    /// <summary>Runs <paramref name="benchmark"/> with these very options.</summary>
    /// <returns>The result. A benchmark that throws, hangs or takes too much memory is a result too.</returns>
    Task<BenchmarkResult> RunAsync(
        string suite,
        Benchmark benchmark,
        BenchmarkOptions options,
        IReadOnlyDictionary<string, string>? parameters = null,
        IProgress<BenchmarkProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
