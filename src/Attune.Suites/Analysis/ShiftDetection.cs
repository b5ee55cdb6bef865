using Attune.Lab.Benchmarks;

namespace Attune.Suites.Analysis;

/// <summary>How often a slowdown that was put into real histories is found within 20 runs, and the right run named.</summary>
internal sealed class ShiftDetection(int percent) : AnalysisBenchmark(
    $"shift_detection_{percent}", $"Share of slowdowns of {percent} % in histories of real runs that are found within 20 runs, with the right run named", JmhSeries.Folder)
{
    private const int HistoriesEach = 50;
    private const int EarliestShift = 30;

    public override Peer Peer => new OtavaPeer(this);

    protected override void Measure(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var found = Delays(AlarmRule.Detector, cancellationToken);
        context.Report(Rate(found));
        foreach (var rule in (AlarmRule[])[AlarmRule.Detector, AlarmRule.Otava, AlarmRule.OtavaStrict, AlarmRule.Mean20])
        {
            var delays = rule == AlarmRule.Detector ? found : Delays(rule, cancellationToken);
            var unchanged = AlarmTrial.OnUnchanged(
                RunHistories.Draw(JmhSeries.SteadyTails(Folder), HistoriesEach, inOrder: false, seed: 5), rule, cancellationToken);
            context.ReportQuality($"{rule.Name}_rate", Rate(delays));
            context.ReportQuality($"{rule.Name}_false_alarms_per_1000_runs", unchanged.PerThousandRuns);
            context.ReportQuality($"{rule.Name}_histories_with_false_alarms", unchanged.Share);
            var inTime = delays.OfType<int>().Order().ToList();
            if (inTime.Count > 0)
            {
                context.ReportQuality($"{rule.Name}_median_delay_runs", inTime[inTime.Count / 2]);
            }
        }

        context.Note("trials", $"{found.Count} histories of {RunHistories.Runs} runs");
    }

    private static double Rate(List<int?> delays) => (double)delays.Count(delay => delay is not null) / delays.Count;

    private List<int?> Delays(AlarmRule rule, CancellationToken cancellationToken) => AlarmTrial.OnShifted(Shifted(), rule, cancellationToken);

    private IEnumerable<(double[] History, int ShiftedAt)> Shifted()
    {
        var random = new Random(percent);
        foreach (var history in RunHistories.Draw(JmhSeries.SteadyTails(Folder), HistoriesEach, inOrder: false, seed: 4))
        {
            var at = random.Next(EarliestShift, RunHistories.Runs - AlarmTrial.Patience + 1);
            for (var run = at; run < history.Length; run++)
            {
                history[run] *= 1 + (percent / 100.0);
            }

            yield return (history, at);
        }
    }

    /// <summary>The same histories, judged by E-divisive with Otava's defaults.</summary>
    private sealed class OtavaPeer(ShiftDetection benchmark) : Peer("E-divisive with the defaults of Apache Otava, our implementation")
    {
        public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Rate(benchmark.Delays(AlarmRule.Otava, cancellationToken)));
    }
}
