using Attune.Lab.Analysis;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>Finds runs of the very same program (A/A runs) in a history and learns from them what is noise.</summary>
internal static class RepeatedRuns
{
    /// <summary>What is taken for noise where there are no A/A runs: a tenth.</summary>
    public const double AssumedNoise = 0.1;

    /// <summary>The median noise floor of the A/A groups among <paramref name="records"/> of one series and machine; null without any group.</summary>
    /// <param name="records">Measurements of one series.</param>
    /// <param name="until">
    /// Runs of one command (they share a label) are known to be A/A. Runs of the same clean commit are believed to be, but only up to this
    /// time, when the baseline was measured: what is under suspicion must not vouch for itself.
    /// </param>
    public static double? NoiseFloorOf(IEnumerable<BenchmarkRecord> records, DateTime until)
    {
        var floors = records
            .Where(record => record.Run.Label is not null || (record.Run is { Commit: not null, IsDirty: false } && record.Run.StartedAt <= until))
            .GroupBy(record => (record.Run.Commit, record.Run.MachineId, record.Run.Label))
            .Select(group => group.Select(record => MeasuredValues(record.Measurement)).Where(values => values.Length > 0).ToList())
            .Where(runs => runs.Count >= 2)
            .Select(runs => NoiseFloor.FromRuns(runs))
            .ToArray();

        // The median, so that one noisy hour does not hide every later regression.
        return floors.Length == 0 ? null : Percentiles.Median(floors);
    }

    /// <summary>The figures of all measured iterations: rank tests and medians bear outliers, and leaving some out would cost evidence.</summary>
    public static double[] MeasuredValues(StoredMeasurement measurement) =>
        [.. measurement.Samples.Where(sample => sample.Kind == "measured").Select(sample => sample.Value)];
}
