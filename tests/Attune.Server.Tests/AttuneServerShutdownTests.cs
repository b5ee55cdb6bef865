using System.Collections.Concurrent;
using System.Net.WebSockets;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests;

public sealed class AttuneServerShutdownTests
{
    private const int EventsPerRequest = 5;

    [Fact]
    public async Task Dispose_WhileClientsPost_KeepsEveryAcknowledgedEvent()
    {
        using var folder = new TemporaryFolder();
        var server = await RunningServer.StartInAsync(folder, ("server.rate_limit_burst", "1000000"));
        var acknowledged = new ConcurrentBag<int>();
        var sent = 0;
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var request = Interlocked.Increment(ref sent);
                try
                {
                    using var response = await server.PostAsync(EventBodies.Array(
                        Enumerable.Range(request * EventsPerRequest, EventsPerRequest).Select(number => EventBodies.Flow(number, id: $"r{request}-{number}"))));
                    if ((int)response.StatusCode != 200)
                    {
                        ((int)response.StatusCode).ShouldBe(503);
                        return;
                    }

                    acknowledged.Add(request);
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        })).ToList();
        await Eventually.TrueAsync(() => acknowledged.Count >= 20, "requests are answered");

        await server.Server.DisposeAsync();
        await Task.WhenAll(clients).WithinLimit();
        server.Client.Dispose();

        await using var storage = AttuneStorage.Open(new StorageOptions { Path = folder.File("attune.db") });
        var store = storage.Events;
        var flows = await AllAsync(store);
        var requests = flows.GroupBy(flow => flow.Bytes == 100 ? int.Parse(flow.MessageId!.Split('@')[0][1..]) / EventsPerRequest : -1).ToDictionary(group => group.Key, group => group.Count());
        requests.Values.ShouldAllBe(count => count == EventsPerRequest, "a request is stored whole or not at all");
        acknowledged.ShouldAllBe(request => requests.ContainsKey(request));
        requests.Count.ShouldBeLessThanOrEqualTo(acknowledged.Count + 8, "each client has at most one request that was not answered");
    }

    [Fact]
    public async Task Dispose_WithOpenWebSockets_ClosesThemInOrder()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 10; round++)
        {
            var server = await RunningServer.StartInAsync(folder);
            var sockets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LiveSocket.SubscribeAsync(server, "flows")));
            var ended = sockets.Select(socket => socket.ReceiveAsync()).ToList();

            await server.DisposeAsync();

            (await Task.WhenAll(ended).WithinLimit()).ShouldAllBe(message => message == null);
            sockets.ShouldAllBe(socket => socket.CloseStatus == WebSocketCloseStatus.EndpointUnavailable);
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    [Fact]
    public async Task Dispose_WithAWebSocketThatNeverAnswers_StopsAllTheSame()
    {
        await using var server = await RunningServer.StartAsync(("server.shutdown_timeout", "00:00:01"));
        using var socket = await LiveSocket.SubscribeAsync(server, "flows");

        await server.Server.DisposeAsync().AsTask().WithinLimit();
    }

    private static async Task<List<Events.Flow>> AllAsync(IEventStore store)
    {
        var flows = new List<Events.Flow>();
        await foreach (var flow in store.ReadFlowsAsync("http", DateTime.UnixEpoch))
        {
            flows.Add(flow);
        }

        return flows;
    }
}
