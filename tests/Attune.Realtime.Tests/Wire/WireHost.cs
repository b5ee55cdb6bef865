using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Attune.Realtime.Wire;
using Attune.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Kestrel on a free port of the loopback, with an endpoint that accepts wire connections.</summary>
internal sealed class WireHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WireHost(WebApplication app) => _app = app;

    /// <summary>The options without anything special.</summary>
    public static WireOptions Options { get; } = new(1 << 17, ["attune.v1"], Compression: true, TimeProvider.System);

    /// <summary>Where the endpoint is.</summary>
    public Uri Address
    {
        get
        {
            var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new Uri($"{(address.Scheme == "https" ? "wss" : "ws")}://127.0.0.1:{address.Port}/ws");
        }
    }

    /// <summary>Sessions in the order of their handshakes.</summary>
    public ConcurrentQueue<EchoSession> Sessions { get; } = [];

    /// <summary>Sessions that are not over.</summary>
    public int Open => _open;

    /// <summary>Errors that left a session.</summary>
    public ConcurrentQueue<Exception> Errors { get; } = [];

    private int _open;

    /// <param name="options">How connections are accepted.</param>
    /// <param name="session">What is done with each; null sends back what comes.</param>
    /// <param name="certificate">Speaks TLS with it.</param>
    /// <param name="listen">Further settings of the server's endpoint.</param>
    public static async Task<WireHost> StartAsync(
        WireOptions? options = null, Func<WireConnection, Task>? session = null, X509Certificate2? certificate = null, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint =>
        {
            listen?.Invoke(endpoint);
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var host = new WireHost(app);
        app.UseRouting();
        app.MapMethods("/ws", ["GET", "POST", "CONNECT"], (HttpContext context) => host.ServeAsync(context, options ?? Options, session));
        await app.StartAsync();
        return host;
    }

    /// <summary>The one session there is, once it is over.</summary>
    public async Task<EchoSession> OnlySessionAsync()
    {
        await Eventually.TrueAsync(() => Sessions.Count == 1 && Open == 0, "the session is over");
        Errors.ShouldBeEmpty();
        return Sessions.Single();
    }

    public async ValueTask DisposeAsync()
    {
        // A test that failed leaves its session open: it must not hold up the others.
        foreach (var session in Sessions)
        {
            session.Connection.Transport.Abort();
        }

        await _app.StopAsync().WaitAsync(Eventually.Bound);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context, WireOptions options, Func<WireConnection, Task>? session)
    {
        await using var connection = await WireConnection.AcceptAsync(context, options);
        if (connection is null)
        {
            return;
        }

        var echo = new EchoSession(connection);
        Interlocked.Increment(ref _open);
        Sessions.Enqueue(echo);
        try
        {
            await (session?.Invoke(connection) ?? echo.RunAsync());
        }
        catch (Exception error)
        {
            Errors.Enqueue(error);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
