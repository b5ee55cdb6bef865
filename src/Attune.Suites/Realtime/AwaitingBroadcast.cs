using System.Diagnostics;
using System.Net.WebSockets;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Realtime;

/// <summary>The broadcast that one writes first: each message is sent to one client after the other, and each send is waited for.</summary>
internal sealed class AwaitingBroadcast(Func<FeedServer> server, Func<(int Clients, int Messages)> size) : Peer("a loop that awaits each client's send")
{
    private readonly List<FeedClient> _clients = [];

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < size().Clients; i++)
        {
            _clients.Add(await FeedClient.ConnectAsync(server().Plain, cancellationToken));
        }

        // A client is connected a moment before its socket is in the list.
        while (server().Sockets.Count < _clients.Count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }
    }

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var messages = size().Messages;
        var start = Stopwatch.GetTimestamp();
        var receiving = Task.WhenAll(_clients.Select(client => Task.Run(
            async () =>
            {
                for (var i = 0; i < messages; i++)
                {
                    await client.ReceiveAsync(cancellationToken);
                }
            },
            cancellationToken)));
        for (var number = 0; number < messages; number++)
        {
            var message = FeedMessage.Make(number);
            foreach (var socket in server().Sockets)
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }

        await receiving;
        return (double)messages * _clients.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
