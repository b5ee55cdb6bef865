using Attune.Lab.Benchmarks;

namespace Attune.Suites.Load;

/// <summary>wrk on the same endpoint, by turns with ours.</summary>
/// <param name="target">The endpoint; asked for when it is running.</param>
/// <param name="figure">The figure of a run.</param>
/// <param name="published">Its figure elsewhere; null if none is known.</param>
internal sealed class WrkPeer(Func<Uri> target, Func<WrkRun, double> figure, double? published) : Peer("wrk -t2 -c64")
{
    public override string? Unavailable { get; } = WrkRun.Unavailable();

    public override double? PublishedValue => published;

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        figure(await WrkRun.MeasureAsync(target(), LoadParameters.Seconds(context), cancellationToken));
}
