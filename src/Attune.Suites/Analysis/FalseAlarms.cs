using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Analysis;

/// <summary>How often comparisons and the regression detector see a change where there is none.</summary>
internal sealed class FalseAlarms() : AnalysisBenchmark(
    "aa_false_alarm_rate", "False alarms on real series without a change: the worse of pair comparisons and growing histories of 60 runs", JmhSeries.Folder)
{
    private const int PairsEach = 250;
    private const int RunsForNoise = 10;
    private const int HistoriesEach = 100;

    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("ratio", Better.Lower);

    public override BenchmarkTarget Target => new(0.01, "issue 3, regression detector: at most 1 % on A/A pairs");

    protected override void Measure(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var tails = JmhSeries.SteadyTails(Folder);
        var (pairs, withoutFloor) = Pairs(tails, cancellationToken);
        var histories = AlarmTrial.OnUnchanged(RunHistories.Draw(tails, HistoriesEach, inOrder: false, seed: 2), AlarmRule.Detector, cancellationToken);
        var inOrder = AlarmTrial.OnUnchanged(RunHistories.Draw(tails, HistoriesEach, inOrder: true, seed: 3), AlarmRule.Detector, cancellationToken);
        context.Report(Math.Max(pairs, histories.Share));
        context.ReportQuality("pairs", pairs);
        context.ReportQuality("pairs_without_noise_floor", withoutFloor);
        context.ReportQuality("histories", histories.Share);
        context.ReportQuality("histories_per_1000_runs", histories.PerThousandRuns);
        context.ReportQuality("histories_in_order", inOrder.Share);
        context.ReportQuality("histories_in_order_per_1000_runs", inOrder.PerThousandRuns);
        context.Note("trials", $"{tails.Count} steady series, {tails.Count * PairsEach} pairs, {histories.Histories} histories, {histories.Runs} judged runs");
    }

    /// <summary>Pairs of runs from random places of the same series, with a noise floor from ten further runs of it.</summary>
    private static (double WithFloor, double WithoutFloor) Pairs(List<double[]> tails, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var (alarms, withoutFloor) = (0, 0);
        foreach (var tail in tails)
        {
            for (var pair = 0; pair < PairsEach; pair++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var places = Enumerable.Range(0, tail.Length / RunHistories.Iterations).ToArray();
                random.Shuffle(places);
                var runs = places.Take(RunsForNoise + 2).Select(place => tail.AsSpan(place * RunHistories.Iterations, RunHistories.Iterations).ToArray()).ToList();
                var floor = NoiseFloor.FromRuns(runs[2..], pair);
                alarms += IsAlarm(runs, floor) ? 1 : 0;
                withoutFloor += IsAlarm(runs, 0) ? 1 : 0;
            }
        }

        double count = tails.Count * PairsEach;
        return (alarms / count, withoutFloor / count);
    }

    private static bool IsAlarm(List<double[]> runs, double floor) =>
        SampleComparison.Compare(runs[0], runs[1], new ComparisonOptions { NoiseFloor = floor }).Verdict is Verdict.Improved or Verdict.Regressed;
}
