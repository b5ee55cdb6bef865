using Attune.Lab.Benchmarks;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Events a second through one worker.</summary>
internal sealed class WindowRate : KeyedWindowsBenchmark
{
    private const int Keys = 10_000;

    private static readonly TimeSpan Disorder = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Func<Reading[], Dictionary<(int, long), NaiveStatistics>> _model;
    private readonly TimeSpan _step;

    private WindowRate(
        string name, string description, int keys, TimeSpan disorder, BenchmarkTarget? aim, WindowShape shape, TimeSpan step,
        Func<Reading[], Dictionary<(int, long), NaiveStatistics>> model, bool hasPeer = false)
        : base(name, description, keys, disorder, aim)
    {
        (Shape, _step, _model) = (shape, step, model);
        Peer = hasPeer ? new ReactiveWindowsPeer(Second, () => Events, () => Expected) : null;
    }

    public override Peer? Peer { get; }

    protected override WindowShape Shape { get; }

    protected override TimeSpan Step => _step;

    /// <summary>One key, beside System.Reactive. Its events are in order, as the peer cannot take others.</summary>
    public static WindowRate TumblingOneKey() => new(
        "tumbling_one_key", "Events of one key, in order, into 1 s event-time windows on one core, with watermarks; the peer has neither watermarks nor late events",
        keys: 1, TimeSpan.Zero, aim: null, new TumblingWindows(Second), Second, events => NaivePanes.Tumbling(events, Second), hasPeer: true);

    /// <summary>10,000 keys.</summary>
    public static WindowRate TumblingKeyed() => new(
        "tumbling_keyed", "Events of 10,000 Zipf keys, up to 100 ms out of order, into 1 s event-time windows on one core",
        Keys, Disorder, StreamingAims.Tumbling, new TumblingWindows(Second), Second, events => NaivePanes.Tumbling(events, Second));

    /// <summary>60 windows for each event.</summary>
    public static WindowRate SlidingKeyed() => new(
        "sliding_keyed", "Events of 10,000 Zipf keys, up to 100 ms out of order, into windows of 60 s by 1 s on one core",
        Keys, Disorder, StreamingAims.Sliding, new SlidingWindows(60 * Second, Second), Second, events => NaivePanes.Sliding(events, 60 * Second, Second));

    /// <summary>Sessions.</summary>
    public static WindowRate SessionKeyed()
    {
        var gap = TimeSpan.FromMilliseconds(500);
        return new(
            "session_keyed", "Events of 10,000 Zipf keys, up to 100 ms out of order, into sessions with a gap of 500 ms on one core",
            Keys, Disorder, StreamingAims.Sessions, new SessionWindows(gap), TimeSpan.FromMilliseconds(100), events => NaivePanes.Sessions(events, gap));
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var cost = await PipelineCost.RepeatAsync(() => RunPipelineAsync(context, partitions: 1, cancellationToken));
        context.Report(cost.Rate);
        context.ReportQuality("events_per_second_core", cost.RatePerCore);
        cost.Describe(context);
    }

    protected override Dictionary<(int Key, long Start), NaiveStatistics> Model(Reading[] events) => _model(events);
}
