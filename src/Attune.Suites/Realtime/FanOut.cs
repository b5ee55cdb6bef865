using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Realtime;

namespace Attune.Suites.Realtime;

/// <summary>The same messages to many clients, as fast as they take them.</summary>
internal sealed class FanOut : FeedBenchmark
{
    public FanOut()
        : base("fan_out", "Messages received by 50 clients together, all of them in order", clients: 50, messages: 1000) =>
        Peer = new AwaitingBroadcast(() => Server, () => (ClientCount, Messages));

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("messages/s", Better.Higher);

    public override Peer Peer { get; }

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { WarmupIterations = 1 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var received = 0L;
        var start = Stopwatch.GetTimestamp();
        var receiving = ReceiveAllAsync(_ => Interlocked.Increment(ref received), cancellationToken);
        for (var number = 0; number < Messages; number++)
        {
            Server.Hub.Publish(RealtimeChannels.Flows, FeedMessage.Make(number).Span);
        }

        await receiving;
        context.Report(received / Stopwatch.GetElapsedTime(start).TotalSeconds);
        context.ReportQuality("delivered", received / ((double)Messages * ClientCount));
    }
}
