using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>One benchmark over its runs on one machine.</summary>
/// <param name="Key">The benchmark and its parameters.</param>
/// <param name="MachineId">The machine.</param>
/// <param name="Unit">Unit of the figures.</param>
/// <param name="Better">Which way they improve.</param>
/// <param name="Records">Its successful runs, oldest first.</param>
/// <param name="Values">The figure of each run, in the order of <paramref name="Records"/>.</param>
/// <param name="Summary">The runs' figures in numbers.</param>
/// <param name="Trend">Slow drift.</param>
/// <param name="NoiseFloor">Relative change that A/A runs show; null without any.</param>
/// <param name="Failures">Runs that gave no figure.</param>
/// <param name="Regression">The last lasting change for the worse; null if there is none.</param>
/// <param name="Changes">Every run, as an index of <paramref name="Values"/>, from which on the level is another.</param>
public sealed record SeriesAnalysis(
    SeriesKey Key,
    string MachineId,
    string Unit,
    Better Better,
    IReadOnlyList<BenchmarkRecord> Records,
    IReadOnlyList<double> Values,
    SampleSummary Summary,
    HistoryTrend Trend,
    double? NoiseFloor,
    int Failures,
    Regression? Regression,
    IReadOnlyList<int> Changes)
{
    /// <summary>Longest history for which permutations, whose cost grows with its square, are cheap.</summary>
    private const int MostPermuted = 300;

    private static readonly EDivisiveOptions Permuting = new() { Test = EDivisiveTest.Permutation, MaxPValue = 0.01, Permutations = 199 };
    private static readonly EDivisiveOptions Sliding = new() { Test = EDivisiveTest.Student };

    /// <summary>The run since which it is worse; null without a regression.</summary>
    public StoredRun? RegressedSince => Regression is null ? null : Records[Regression.SinceRun].Run;

    /// <summary>Analyses every series among <paramref name="records"/>, which come oldest first; those without any figure are left out.</summary>
    public static IReadOnlyList<SeriesAnalysis> Of(IReadOnlyList<BenchmarkRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return
        [
            .. records.GroupBy(record => (Key: SeriesKey.Of(record.Measurement), record.Run.MachineId))
                .Select(group => OfSeries(group.Key.Key, group.Key.MachineId, [.. group]))
                .OfType<SeriesAnalysis>(),
        ];
    }

    private static SeriesAnalysis? OfSeries(SeriesKey key, string machineId, IReadOnlyList<BenchmarkRecord> records)
    {
        var good = records.Where(record => record.Measurement is { Outcome: "succeeded", Value: not null }).ToList();
        if (good.Count == 0)
        {
            return null;
        }

        var values = good.ConvertAll(record => record.Measurement.Value!.Value).ToArray();
        var better = good[^1].Measurement.LowerIsBetter ? Better.Lower : Better.Higher;
        // A history shows its own noise from run to run, so the detector needs no floor besides.
        return new SeriesAnalysis(
            key, machineId, good[^1].Measurement.Unit, better, good, values, SampleSummary.Of(values), HistoryTrend.Of(values, better),
            RepeatedRuns.NoiseFloorOf(good, DateTime.MaxValue), records.Count - good.Count, RegressionDetector.Detect(values, new RegressionOptions { Better = better }),
            [.. EDivisive.Detect(values, values.Length <= MostPermuted ? Permuting : Sliding).Select(point => point.Index)]);
    }
}
