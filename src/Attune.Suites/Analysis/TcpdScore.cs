using Attune.Lab.Analysis;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Analysis;

/// <summary>Agreement of the change point detector with people, mean over the series of the Turing Change Point Dataset, one setting for all.</summary>
internal sealed class TcpdScore(string name, string what, double target, double published, Func<AnnotatedSeries, IReadOnlyCollection<int>, double> score)
    : AnalysisBenchmark(name, $"{what} of the change points that people saw, mean over series, one setting for all", AnnotatedSeries.Folder)
{
    private static readonly double[] Perturbed = [2.7, 3.3];

    public override BenchmarkTarget Target => new(target, "issue 3, TCPD half");

    public override Peer Peer => new PublishedPeer("BINSEG of R's changepoint, default settings", published, "its scores on these series are published by TCPDBench");

    protected override void Measure(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var all = AnnotatedSeries.LoadAll(Folder);
        context.Report(Mean(all, new ChangePointOptions(), cancellationToken));
        context.ReportQuality("without_any_change_point", all.Average(series => score(series, [])));
        foreach (var penalty in Perturbed)
        {
            context.ReportQuality(FormattableString.Invariant($"with_penalty_{penalty}"), Mean(all, new ChangePointOptions { Penalty = penalty }, cancellationToken));
        }

        context.Note("series", $"{all.Count}");
    }

    private double Mean(List<AnnotatedSeries> all, ChangePointOptions options, CancellationToken cancellationToken) => all.Average(series =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return score(series, [.. ChangePointDetector.Detect(series.Values, options).Select(point => point.Index)]);
    });
}
