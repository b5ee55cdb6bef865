using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>A result as the history keeps it.</summary>
public static class MeasurementMapping
{
    /// <summary>The measurement that the history keeps of <paramref name="result"/>.</summary>
    public static StoredMeasurement ToStored(BenchmarkResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var measured = result.Samples.Where(sample => sample.Kind == SampleKind.Measured).ToList();
        return new StoredMeasurement
        {
            Suite = result.Suite,
            Name = result.Name,
            Description = result.Description,
            Outcome = BenchmarkRow.NameOf(result.Outcome),
            Error = result.Error,
            Unit = result.Unit,
            LowerIsBetter = result.Better == Better.Lower,
            Value = result.Value,
            Deviation = result.Summary?.StandardDeviation,
            ExecutionSeconds = measured.Count == 0 ? 0 : Percentiles.Median([.. measured.Select(sample => sample.Seconds / sample.Operations)]),
            MemoryMb = measured.Count == 0 ? 0 : measured.Max(sample => sample.WorkingSetBytes) / (double)(1 << 20),
            Target = result.Target?.Value,
            TargetSource = result.Target?.Source,
            Peer = result.PeerName,
            PeerValue = result.PeerValue,
            PeerUnavailable = result.PeerUnavailable,
            Quality = result.Quality,
            Notes = result.Notes,
            Parameters = result.Parameters,
            StartedAt = result.StartedAt.UtcDateTime,
            DurationSeconds = result.Duration.TotalSeconds,
            Samples = [.. result.Samples.Select(sample => new StoredSample(
                sample.Kind.ToString().ToLowerInvariant(), sample.Value, sample.Seconds, sample.Operations, sample.AllocatedBytes, sample.CpuSeconds,
                sample.WorkingSetBytes, sample.IsOutlier))],
        };
    }
}
