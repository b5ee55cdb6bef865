using System.Collections.Concurrent;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests.Server;

/// <summary>A fake server, a clock that stands still, and clients that use both.</summary>
public abstract class ClientFixture : IAsyncLifetime
{
    private readonly List<RealtimeClient> _clients = [];

    internal FakeServer Server { get; private set; } = null!;

    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>All states of the clients, and when they began.</summary>
    protected ConcurrentQueue<(DateTimeOffset At, RealtimeStateChange Change)> Changes { get; } = new();

    public async Task InitializeAsync() => Server = await FakeServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            var disposing = client.DisposeAsync().AsTask();
            await AdvanceUntilAsync(() => disposing.IsCompleted);
        }

        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected RealtimeClientOptions Options() => new() { Address = Server.Address, Seed = 1 };

    protected RealtimeClient Connect(RealtimeClientOptions? options = null)
    {
        var client = new RealtimeClient(options ?? Options(), Clock);
        client.StateChanged += (_, change) => Changes.Enqueue((Clock.GetUtcNow(), change));
        _clients.Add(client);
        return client;
    }

    /// <summary>Lets time pass until it is true.</summary>
    protected Task AdvanceUntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        if (condition())
        {
            return true;
        }

        Clock.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });

    /// <summary>Lets the delay before the next attempt pass, once the client has begun to wait for it.</summary>
    protected async Task PassDelayAsync(RealtimeClient client)
    {
        await Eventually.TrueAsync(() => client.State.State == RealtimeConnectionState.Waiting && Clock.ActiveTimers == 1, "the client waits");
        Clock.Advance(client.State.NextAttempt!.Value - Clock.GetUtcNow());
    }
}
