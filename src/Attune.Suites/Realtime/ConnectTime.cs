using Attune.Lab.Benchmarks;

namespace Attune.Suites.Realtime;

/// <summary>One session, from the connection to the closing handshake.</summary>
internal sealed class ConnectTime() : FeedBenchmark("connect_time", "A client connects, subscribes, is confirmed and closes", clients: 1, messages: 1)
{
    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using var client = await FeedClient.SubscribeAsync(Server.Feed, cancellationToken);
        await client.CloseAsync(cancellationToken);
    }

    protected override Task<IReadOnlyList<FeedClient>> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<FeedClient>>([]);
}
