using Attune.Lab.Analysis;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>One benchmark in two runs.</summary>
/// <param name="Key">The benchmark and its parameters.</param>
/// <param name="Baseline">What it was; null where only the candidate has it.</param>
/// <param name="Candidate">What it is; null where only the baseline has it.</param>
/// <param name="Result">The comparison; null where one side has no figures.</param>
/// <param name="Verdict">What it shows. Runs of different machines are never better or worse than each other: inconclusive.</param>
/// <param name="Note">What one has to know to read it; null if nothing.</param>
public sealed record ComparedBenchmark(
    SeriesKey Key, StoredMeasurement? Baseline, StoredMeasurement? Candidate, ComparisonResult? Result, Verdict Verdict, string? Note)
{
    /// <summary>Unit of the figures.</summary>
    public string Unit => (Candidate ?? Baseline)?.Unit ?? "";
}
