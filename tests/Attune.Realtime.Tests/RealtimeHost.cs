using System.Net.WebSockets;
using Attune.Realtime.Access;
using Attune.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Realtime.Tests;

/// <summary>The endpoint on Kestrel, on a free port.</summary>
internal sealed class RealtimeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RealtimeHost(WebApplication app, RealtimeHub hub) => (_app, Hub) = (app, hub);

    public RealtimeHub Hub { get; }

    /// <summary>Address of the WebSocket.</summary>
    public Uri Address
    {
        get
        {
            var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new Uri($"ws://127.0.0.1:{address.Port}/ws");
        }
    }

    /// <summary>The channels flows, windows and jobs.*; a clock that stands still unless one is given: no client is cut off because the machine is slow.</summary>
    public static async Task<RealtimeHost> StartAsync(RealtimeOptions? options = null, TimeProvider? time = null, IRealtimeAuthenticator? authenticator = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        // At once: nothing advances the clock that a flush window would wait for.
        options ??= new RealtimeOptions();
        options.FlushWindow = TimeSpan.Zero;
        var hub = new RealtimeHub(options, time: time ?? new ManualTimeProvider());
        foreach (var channel in (ReadOnlySpan<string>)["flows", "windows", "jobs.*"])
        {
            hub.Declare(channel);
        }

        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(hub);
        if (authenticator is not null)
        {
            builder.Services.AddSingleton(authenticator);
        }

        var app = builder.Build();
        app.UseRouting();
        app.MapRealtime("/ws");
        await app.StartAsync();
        return new RealtimeHost(app, hub);
    }

    /// <summary>Connects.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string? origin = null, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(Address, CancellationToken.None).WaitAsync(Eventually.Bound);
        return socket;
    }

    public Task StopAsync() => _app.StopAsync().WaitAsync(Eventually.Bound);

    public async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
    }
}
