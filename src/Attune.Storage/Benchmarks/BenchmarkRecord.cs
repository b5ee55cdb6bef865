namespace Attune.Storage.Benchmarks;

/// <summary>A measurement and the run that it belongs to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Measurement">The measurement.</param>
public sealed record BenchmarkRecord(StoredRun Run, StoredMeasurement Measurement);
