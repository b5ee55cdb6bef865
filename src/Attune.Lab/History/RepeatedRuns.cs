using Attune.Lab.Analysis;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>Finds runs of the very same program (A/A runs) in a history and learns from them what is noise.</summary>
internal static class RepeatedRuns
{
    /// <summary>What is taken for noise where there are no A/A runs: a tenth.</summary>
    public const double AssumedNoise = 0.1;

    /// <summary>The median noise floor of the A/A groups among <paramref name="records"/> of one series and machine; null without any group.</summary>
    /// <remarks>Runs belong to a group when their commit is the same and nothing was changed since, or when one command made them (they share a label).</remarks>
    public static double? NoiseFloorOf(IEnumerable<BenchmarkRecord> records)
    {
        var floors = records
            .Where(record => IsClean(record.Run) || record.Run.Label is not null)
            .GroupBy(record => (record.Run.Commit, record.Run.MachineId, Label: IsClean(record.Run) ? null : record.Run.Label))
            .Select(group => group.Select(record => MeasuredValues(record.Measurement)).Where(values => values.Length > 0).ToList())
            .Where(runs => runs.Count >= 2)
            .Select(runs => NoiseFloor.FromRuns(runs))
            .ToArray();

        // The median, so that one noisy hour does not hide every later regression.
        return floors.Length == 0 ? null : Percentiles.Median(floors);
    }

    /// <summary>The figures of the measured iterations without the outliers that the figure left out.</summary>
    public static double[] MeasuredValues(StoredMeasurement measurement) =>
        [.. measurement.Samples.Where(sample => sample.Kind == "measured" && !sample.IsOutlier).Select(sample => sample.Value)];

    private static bool IsClean(StoredRun run) => run is { Commit: not null, IsDirty: false };
}
