namespace Attune.Lab.Benchmarks;

/// <summary>Benchmarks that belong together, made only when the suite is asked for.</summary>
/// <param name="Name">Name, as in <c>attune benchmark run --suite NAME</c>.</param>
/// <param name="Description">One line: what it measures.</param>
/// <param name="Create">Makes the benchmarks, in the order in which they run.</param>
/// <param name="OnlyByName">Whether it runs only when it is named, because it repeats what others measure or holds what cannot run yet.</param>
public sealed record BenchmarkSuite(string Name, string Description, Func<IReadOnlyList<Benchmark>> Create, bool OnlyByName = false);
