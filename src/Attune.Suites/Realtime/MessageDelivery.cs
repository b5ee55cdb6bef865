using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Realtime;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime;

/// <summary>How long a message takes to its clients, from its publication, which never waits for them.</summary>
internal sealed class MessageDelivery(double percentile, SharedRuns<HistogramSnapshot> runs)
    : FeedBenchmark($"message_delivery_p{percentile}", $"{percentile} % of messages to 10 clients at 200 a second: from publication to receipt", clients: 10, messages: 400)
{
    private readonly SharedRuns<HistogramSnapshot>.Cursor _seen = new();
    private int _rate;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ms", Better.Lower);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _rate = context.Parameter("rate", 200, 1, 100_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var latencies = await runs.NextAsync(_seen, context, () => MeasureAsync(cancellationToken));
        context.Report(latencies.Percentile(percentile) * 1e3);
        context.ReportQuality("delivered", latencies.Count / ((double)Messages * ClientCount));
    }

    private async Task<HistogramSnapshot> MeasureAsync(CancellationToken cancellationToken)
    {
        var (published, latencies) = (new long[Messages], new LatencyHistogram());
        var receiving = ReceiveAllAsync(number => latencies.Record(Stopwatch.GetElapsedTime(Volatile.Read(ref published[number]))), cancellationToken);
        var pace = new Pace(_rate);
        for (var number = 0; number < Messages; number++)
        {
            await pace.NextAsync(cancellationToken);
            Volatile.Write(ref published[number], Stopwatch.GetTimestamp());
            Server.Hub.Publish(RealtimeChannels.Flows, FeedMessage.Make(number).Span);
        }

        await receiving;
        return latencies.Snapshot();
    }
}
