using System.Threading.Channels;
using Attune.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attune.Realtime.Client.Tests.Server;

/// <summary>A server on a real socket that does what a test says: the test takes each connection and talks over it.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Channel<FakeConnection> _connections = Channel.CreateUnbounded<FakeConnection>();
    private readonly WebApplication _app;
    private int _refusals;

    private FakeServer(WebApplication app) => _app = app;

    /// <summary>Answered instead of a WebSocket while it is not 0.</summary>
    public int Status { get; set; }

    /// <summary>Requests that were answered with <see cref="Status"/>.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    public Uri Address => new($"{_app.Urls.First()}/ws");

    public static async Task<FakeServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeServer(app);
        app.UseWebSockets();
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next connection that a client makes.</summary>
    public async Task<FakeConnection> AcceptAsync() => await _connections.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);

    public async ValueTask DisposeAsync()
    {
        while (_connections.Reader.TryRead(out var connection))
        {
            connection.Cut();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (Status != 0)
        {
            Interlocked.Increment(ref _refusals);
            context.Response.StatusCode = Status;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(), DangerousEnableCompression = true, DisableServerContextTakeover = true,
            KeepAliveInterval = TimeSpan.Zero,
        });
        var connection = new FakeConnection(context, socket);
        _connections.Writer.TryWrite(connection);
        await connection.ReceiveAllAsync();
    }
}
