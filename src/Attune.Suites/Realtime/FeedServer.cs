using System.Collections.Concurrent;
using System.Net.WebSockets;
using Attune.Realtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Suites.Realtime;

/// <summary>The hub behind Kestrel on a free port of loopback, and beside it an endpoint that merely collects sockets, for the baseline.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<WebSocket> _sockets;

    private FeedServer(WebApplication app, RealtimeHub hub, ConcurrentBag<WebSocket> sockets) => (_app, Hub, _sockets) = (app, hub, sockets);

    public RealtimeHub Hub { get; }

    /// <summary>Sockets of the baseline's clients, server side.</summary>
    public IReadOnlyCollection<WebSocket> Sockets => _sockets;

    /// <summary>Where clients of the hub connect.</summary>
    public Uri Feed => Address("/ws");

    /// <summary>Where clients of the baseline connect.</summary>
    public Uri Plain => Address("/plain");

    public static async Task<FeedServer> StartAsync(RealtimeOptions options, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var (hub, sockets) = (new RealtimeHub(options), new ConcurrentBag<WebSocket>());
        RealtimeChannels.DeclareOn(hub);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(hub);
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        app.MapRealtime("/ws");
        app.Map("/plain", context => CollectAsync(context, sockets));
        await app.StartAsync(cancellationToken);
        return new FeedServer(app, hub, sockets);
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        foreach (var socket in _sockets)
        {
            socket.Abort();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task CollectAsync(HttpContext context, ConcurrentBag<WebSocket> sockets)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        sockets.Add(socket);
        try
        {
            await socket.ReceiveAsync(new byte[1], context.RequestAborted);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The client went away, which is how it ends.
        }
    }

    private Uri Address(string path)
    {
        var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new Uri($"ws://127.0.0.1:{address.Port}{path}");
    }
}
