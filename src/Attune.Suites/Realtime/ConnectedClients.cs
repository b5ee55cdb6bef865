using Attune.Lab.Benchmarks;
using Attune.Realtime;

namespace Attune.Suites.Realtime;

/// <summary>As many clients as the feed allows by default; each has to get the message.</summary>
internal sealed class ConnectedClients() : FeedBenchmark("connected_clients", "Clients of 1,000 connected at once that receive every message", clients: 1000, messages: 1)
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("clients", Better.Higher);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 3, WarmupIterations = 0, TimeoutSeconds = 60 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var served = 0;
        var receiving = ReceiveAllAsync(number => Interlocked.Add(ref served, number == Messages - 1 ? 1 : 0), cancellationToken);
        for (var number = 0; number < Messages; number++)
        {
            Server.Hub.Publish(RealtimeChannels.Flows, FeedMessage.Make(number).Span);
        }

        await receiving;
        context.Report(served);
    }
}
