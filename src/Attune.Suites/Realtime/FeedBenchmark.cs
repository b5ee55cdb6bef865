using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime;

/// <summary>A benchmark on a feed with clients that have subscribed.</summary>
internal abstract class FeedBenchmark(string name, string description, int clients, int messages) : RoomBenchmark(RealtimeSuite.Name, name, description)
{
    private FeedServer? _server;

    /// <summary>The server.</summary>
    protected FeedServer Server => _server ?? throw new InvalidOperationException("The benchmark is not set up.");

    /// <summary>Its clients.</summary>
    protected IReadOnlyList<FeedClient> Clients { get; private set; } = [];

    /// <summary>How many clients there are to be.</summary>
    protected int ClientCount { get; private set; } = clients;

    /// <summary>Messages of a run.</summary>
    protected int Messages { get; private set; } = messages;

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ClientCount = context.Parameter("clients", ClientCount, 1, 10_000);
        Messages = context.Parameter("messages", Messages, 1, 100_000);
        _server = await FeedServer.StartAsync(new RealtimeOptions { QueueCapacity = Messages + 1, MaxClients = ClientCount + 1 }, cancellationToken);
        Clients = await ConnectAsync(cancellationToken);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Connects the clients.</summary>
    protected virtual async Task<IReadOnlyList<FeedClient>> ConnectAsync(CancellationToken cancellationToken)
    {
        var connected = new List<FeedClient>();
        for (var i = 0; i < ClientCount; i++)
        {
            connected.Add(await FeedClient.SubscribeAsync(Server.Feed, cancellationToken));
        }

        return connected;
    }

    /// <summary>Lets every client receive all messages, in order.</summary>
    /// <param name="received">Called for each with its number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected Task ReceiveAllAsync(Action<int> received, CancellationToken cancellationToken) => Task.WhenAll(Clients.Select(client => Task.Run(
        async () =>
        {
            for (var expected = 0; expected < Messages;)
            {
                expected = TakeAll((await client.ReceiveAsync(cancellationToken)).Span, expected, received);
            }
        },
        cancellationToken)));

    private static int TakeAll(ReadOnlySpan<byte> message, int expected, Action<int> received)
    {
        while (FeedMessage.TryTake(ref message, out var number))
        {
            if (number != expected)
            {
                throw new InvalidOperationException($"Message {number} came where {expected} was due.");
            }

            received(number);
            expected++;
        }

        return expected;
    }
}
