using Attune.Lab.Benchmarks;

namespace Attune.Suites.Analysis;

/// <summary>Quality of the Lab's own analysis: false alarms, found regressions, agreement with people. See docs/analysis.md for the protocol.</summary>
public static class AnalysisSuite
{
    /// <summary>The suite.</summary>
    public static BenchmarkSuite Suite { get; } = new("analysis", "False alarms, detection of regressions, and change points against those of people", () =>
    [
        new FalseAlarms(),
        new ShiftDetection(3),
        new ShiftDetection(5),
        new ShiftDetection(10),
        new ShiftDetection(20),
        new TcpdScore("tcpd_cover", "Covering", 0.76, 0.733, (series, found) => ChangePointScores.Cover(series.Annotations, found, series.Values.Length)),
        new TcpdScore("tcpd_f1", "F1 (margin 5)", 0.80, 0.756, (series, found) => ChangePointScores.F1(series.Annotations, found)),
    ]);
}
