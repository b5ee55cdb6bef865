using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>Compares two runs, benchmark by benchmark.</summary>
public static class RunComparison
{
    private const int EnoughIterations = 10;

    /// <summary>A noise floor above which a person has to be told that little can be seen.</summary>
    private const double BlindingNoise = 0.5;

    /// <summary>Compares <paramref name="candidate"/> with <paramref name="baseline"/>.</summary>
    /// <param name="baseline">Measurements of the run before, with samples.</param>
    /// <param name="candidate">Measurements of the run after, with samples.</param>
    /// <param name="history">Earlier measurements with samples: A/A runs among them give the noise floor. Without any, a tenth counts as noise.</param>
    /// <param name="options">When a change counts; direction and noise floor are set for each benchmark.</param>
    /// <returns>One entry for each benchmark of either run, the candidate's first.</returns>
    public static IReadOnlyList<ComparedBenchmark> Compare(
        IReadOnlyList<BenchmarkRecord> baseline,
        IReadOnlyList<BenchmarkRecord> candidate,
        IReadOnlyList<BenchmarkRecord> history,
        ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(history);
        options ??= new ComparisonOptions();
        var before = Latest(baseline);
        var after = Latest(candidate);
        var known = history.ToLookup(record => SeriesKey.Of(record.Measurement));
        return
        [
            .. after.Select(item => CompareOne(item.Key, before.GetValueOrDefault(item.Key), item.Value, known[item.Key], options)),
            .. before.Where(item => !after.ContainsKey(item.Key)).Select(item => CompareOne(item.Key, item.Value, null, [], options)),
        ];
    }

    private static Dictionary<SeriesKey, BenchmarkRecord> Latest(IReadOnlyList<BenchmarkRecord> records)
    {
        var latest = new Dictionary<SeriesKey, BenchmarkRecord>();
        foreach (var record in records)
        {
            latest[SeriesKey.Of(record.Measurement)] = record;
        }

        return latest;
    }

    private static ComparedBenchmark CompareOne(
        SeriesKey key, BenchmarkRecord? before, BenchmarkRecord? after, IEnumerable<BenchmarkRecord> history, ComparisonOptions options)
    {
        if (before is null || after is null)
        {
            return new ComparedBenchmark(key, before?.Measurement, after?.Measurement, null, Verdict.Inconclusive, after is null ? "not in the new run" : "not in the baseline");
        }

        var (old, now) = (RepeatedRuns.MeasuredValues(before.Measurement), RepeatedRuns.MeasuredValues(after.Measurement));
        if (old.Length == 0 || now.Length == 0)
        {
            var broken = now.Length == 0 ? $"the new run has no figures: {after.Measurement.Error}" : $"the baseline has no figures: {before.Measurement.Error}";
            return new ComparedBenchmark(key, before.Measurement, after.Measurement, null, Verdict.Inconclusive, broken);
        }

        var noise = RepeatedRuns.NoiseFloorOf(history.Where(record => record.Run.MachineId == after.Run.MachineId), before.Run.StartedAt);
        var result = SampleComparison.Compare(old, now, options with
        {
            Better = after.Measurement.LowerIsBetter ? Better.Lower : Better.Higher, NoiseFloor = noise ?? RepeatedRuns.AssumedNoise,
        });
        var sameMachine = before.Run.MachineId == after.Run.MachineId;
        return new ComparedBenchmark(
            key, before.Measurement, after.Measurement, result, sameMachine ? result.Verdict : Verdict.Inconclusive,
            !sameMachine ? "measured on different machines"
            : result.Verdict == Verdict.Inconclusive ? $"too few iterations to judge ({old.Length} and {now.Length}): measure at least {EnoughIterations} each"
            : noise > BlindingNoise ? $"runs of one program differ by up to {noise:P0} here: only larger changes can be seen"
            : noise is null ? $"no A/A runs yet: up to {RepeatedRuns.AssumedNoise:P0} counts as noise"
            : null);
    }
}
