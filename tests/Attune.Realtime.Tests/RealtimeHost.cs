using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Realtime.Tests;

/// <summary>The endpoint on a server of its own: in memory, or Kestrel on a free port.</summary>
internal sealed class RealtimeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RealtimeHost(WebApplication app, RealtimeHub hub) => (_app, Hub) = (app, hub);

    public RealtimeHub Hub { get; }

    public TestServer Server => _app.GetTestServer();

    /// <summary>Address of the WebSocket on Kestrel.</summary>
    public Uri Address
    {
        get
        {
            var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new Uri($"ws://127.0.0.1:{address.Port}/ws");
        }
    }

    public static async Task<RealtimeHost> StartAsync(RealtimeOptions? options = null, bool onKestrel = false, TimeProvider? time = null)
    {
        options ??= new RealtimeOptions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        if (onKestrel)
        {
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var hub = new RealtimeHub(options);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(hub);
        // A clock that stands still: no client is cut off because the machine is slow.
        builder.Services.AddSingleton(time ?? new Testing.ManualTimeProvider());
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        app.MapRealtime("/ws");
        await app.StartAsync();
        return new RealtimeHost(app, hub);
    }

    /// <summary>Connects over TestServer.</summary>
    public async Task<WebSocket> ConnectAsync(string? origin = null)
    {
        var client = Server.CreateWebSocketClient();
        if (origin is not null)
        {
            client.ConfigureRequest = request => request.Headers.Origin = origin;
        }

        return await client.ConnectAsync(new Uri("ws://localhost/ws"), CancellationToken.None).WaitAsync(Testing.Eventually.Bound);
    }

    /// <summary>Connects over a real socket to Kestrel.</summary>
    public async Task<ClientWebSocket> ConnectOverNetworkAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Address, CancellationToken.None).WaitAsync(Testing.Eventually.Bound);
        return socket;
    }

    public Task StopAsync() => _app.StopAsync().WaitAsync(Testing.Eventually.Bound);

    public async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
    }
}
