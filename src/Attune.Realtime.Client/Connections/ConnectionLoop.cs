using System.Net;
using System.Net.WebSockets;
using Attune.Realtime.Client.Subscriptions;

namespace Attune.Realtime.Client.Connections;

/// <summary>Keeps a client connected: one session after the other, with delays between, until it is stopped, refused, or told not to try again.</summary>
internal sealed class ConnectionLoop(
    Uri address, RealtimeClientOptions options, TimeProvider time, SubscriptionSet subscriptions, Counters counters, Action<RealtimeStateChange> onChange)
{
    /// <summary>A connection that lasted so long was sound: the next delay is the first again.</summary>
    public static readonly TimeSpan SoundAfter = TimeSpan.FromSeconds(10);

    private const string Subprotocol = "attune.v1";

    private readonly Backoff _backoff = new(options);

    /// <summary>Runs until one of these ends; the result is what the subscriptions that are left end with, null when the client was closed.</summary>
    public async Task<RealtimeException?> RunAsync(CancellationToken closing)
    {
        var failures = 0;
        while (true)
        {
            onChange(new RealtimeStateChange(RealtimeConnectionState.Connecting, null, null, failures));
            long? ready = null;
            var end = await ServeAsync(() =>
            {
                ready = time.GetTimestamp();
                counters.Connections++;
                onChange(new RealtimeStateChange(RealtimeConnectionState.Connected, null, null, failures));
            }, closing);
            if (closing.IsCancellationRequested)
            {
                return null;
            }

            failures = ready is { } since && time.GetElapsedTime(since) >= SoundAfter ? 1 : failures + 1;
            if (end.Refusal is { } refusal)
            {
                onChange(new RealtimeStateChange(RealtimeConnectionState.Refused, end.Reason, null, failures));
                return refusal;
            }

            if (!options.Reconnect)
            {
                onChange(new RealtimeStateChange(RealtimeConnectionState.Idle, end.Reason, null, failures));
                return new RealtimeException(RealtimeException.Disconnected, $"{char.ToUpperInvariant(end.Reason[0])}{end.Reason[1..]}.");
            }

            var delay = _backoff.Next(failures);
            onChange(new RealtimeStateChange(RealtimeConnectionState.Waiting, end.Reason, time.GetUtcNow() + delay, failures));
            try
            {
                await Task.Delay(delay, time, closing);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private async Task<SessionEnd> ServeAsync(Action onReady, CancellationToken closing)
    {
        using var socket = new ClientWebSocket();
        string? token;
        try
        {
            using var patience = new CancellationTokenSource(options.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, closing);
            token = options.TokenProvider is { } provider ? await provider(either.Token) : null;
            Configure(socket.Options);
            await socket.ConnectAsync(address, either.Token);
        }
        catch (OperationCanceledException)
        {
            return new SessionEnd("the server did not answer in time");
        }
        catch (Exception error)
        {
            // Not only a WebSocketException: the token provider may throw anything.
            return socket.HttpStatusCode switch
            {
                HttpStatusCode.Unauthorized => Refused("unauthenticated", "The server asks for a key, or does not know this one."),
                HttpStatusCode.Forbidden => Refused("forbidden", "The server does not let this client connect."),
                default(HttpStatusCode) or HttpStatusCode.SwitchingProtocols => new SessionEnd($"the server cannot be reached: {error.GetBaseException().Message}"),
                var status => new SessionEnd($"the server answered {(int)status} instead of opening a WebSocket"),
            };
        }

        using var session = new Session(new MessageSocket(socket, options.MaxMessageBytes), options, time, subscriptions, counters);
        return await session.RunAsync(options.Key, token, onReady, closing);
    }

    private static SessionEnd Refused(string code, string message) => new(message.TrimEnd('.'), new RealtimeException(code, message));

    private void Configure(ClientWebSocketOptions socket)
    {
        // The protocol's own pings tell more: they are answered by the hub and not by its network stack.
        socket.KeepAliveInterval = TimeSpan.Zero;
        socket.CollectHttpResponseDetails = true;
        socket.AddSubProtocol(Subprotocol);
        if (options.Compression)
        {
            socket.DangerousDeflateOptions = new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false };
        }

        if (options.Key is { } key)
        {
            socket.SetRequestHeader("Authorization", $"ApiKey {key}");
        }

        options.ConfigureSocket?.Invoke(socket);
    }
}
