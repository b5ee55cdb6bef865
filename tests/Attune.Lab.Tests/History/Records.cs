using Attune.Storage.Benchmarks;

namespace Attune.Lab.Tests.History;

/// <summary>Stored measurements as tests need them.</summary>
internal static class Records
{
    public static BenchmarkRecord Of(
        IEnumerable<double> values, long run = 1, string name = "sort", string machine = "m", string? commit = null, bool dirty = false, string? label = null,
        bool lowerIsBetter = true, string outcome = "succeeded", IReadOnlyDictionary<string, string>? parameters = null)
    {
        var samples = values.Select(value => new StoredSample("measured", value, value, 1, 0, 0, 0, false)).ToList();
        return new BenchmarkRecord(
            new StoredRun
            {
                Id = run, StartedAt = DateTime.UnixEpoch.AddDays(run), MachineId = machine, Cpu = "cpu", Cores = 2, MemoryBytes = 1, OperatingSystem = "os", Runtime = "rt",
                Version = "1", Commit = commit, IsDirty = dirty, Label = label,
            },
            new StoredMeasurement
            {
                Suite = "s", Name = name, Outcome = outcome, Unit = "ms", LowerIsBetter = lowerIsBetter, Value = samples.Count == 0 ? null : Attune.Lab.Analysis.Percentiles.Median([.. samples.Select(sample => sample.Value)]),
                StartedAt = DateTime.UnixEpoch.AddDays(run), DurationSeconds = 1, Samples = samples, Parameters = parameters ?? new Dictionary<string, string>(),
            });
    }

    /// <summary>Ten values around <paramref name="centre"/> with a spread of ±1 %.</summary>
    public static IEnumerable<double> Around(double centre) => Enumerable.Range(-5, 10).Select(step => centre * (1 + step * 0.002));
}
