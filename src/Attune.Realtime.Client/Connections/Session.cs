using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Attune.Realtime.Client.Protocol;
using Attune.Realtime.Client.Subscriptions;

namespace Attune.Realtime.Client.Connections;

/// <summary>
/// The protocol over one connection. One task receives and fills the consumers' queues, one sends, one looks after the connection's life.
/// While a queue is full nothing is received, so that the server's policy acts.
/// </summary>
internal sealed class Session : IDisposable
{
    /// <summary>How long the server may take to answer a close, and a close to go out.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private const string Unauthenticated = "unauthenticated";
    private const string RateLimited = "rate_limited";

    private readonly MessageSocket _socket;
    private readonly RealtimeClientOptions _options;
    private readonly TimeProvider _time;
    private readonly SubscriptionSet _subscriptions;
    private readonly Counters _counters;
    private readonly Inbox _inbox;
    private readonly ServerMessageReader _reader = new();
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, Request> _requests = new();
    private readonly CancellationTokenSource _receiving;
    private readonly CancellationTokenSource _over = new();
    private readonly Backoff _backoff;
    private readonly Action _onHeard;
    private readonly Lock _patience = new();
    private string? _abandoned;
    private RealtimeException? _refusal;
    private bool _isReady;
    private bool _isClosing;
    private bool _wasUnauthenticated;
    private bool _hasToken;
    private long _ids;
    private long _heard;
    private long _heardAt;

    public Session(MessageSocket socket, RealtimeClientOptions options, TimeProvider time, SubscriptionSet subscriptions, Counters counters)
    {
        (_socket, _options, _time, _subscriptions, _counters) = (socket, options, time, subscriptions, counters);
        _onHeard = Heard;
        _inbox = new Inbox(options, time, subscriptions, counters, _onHeard);
        _receiving = new CancellationTokenSource(options.ConnectTimeout, time);
        _backoff = new Backoff(options);
        _heardAt = time.GetTimestamp();
    }

    /// <summary>Serves the subscriptions until the connection is over.</summary>
    /// <param name="key">API key to authenticate with, or null.</param>
    /// <param name="token">Token to authenticate with, or null.</param>
    /// <param name="onReady">Called when subscriptions are about to be sent.</param>
    /// <param name="closing">Closes the connection.</param>
    public async Task<SessionEnd> RunAsync(string? key, string? token, Action onReady, CancellationToken closing)
    {
        _hasToken = token is not null;
        var sending = SendAsync();
        var watching = WatchAsync();
        try
        {
            return await TalkAsync(key, token, onReady, closing);
        }
        finally
        {
            _subscriptions.Leave();
            await SayGoodbyeAsync(sending);
            await _over.CancelAsync();
            await Task.WhenAll(sending, watching);
        }
    }

    /// <summary>Asks for the subscription, from its positions on. Call it under the lock of the set.</summary>
    public void Subscribe(Subscription subscription)
    {
        var positions = subscription.Epoch is null ? [] : subscription.Positions.Latest();
        Send(Ask(RequestKind.Subscribe, subscription, id =>
        {
            (subscription.Request, subscription.IsListening) = (id, false);
            var message = ClientMessages.Subscribe(id, subscription.Name.Text, subscription.Options, subscription.Epoch, positions, _options.MaxRequestBytes, out var resumed);
            subscription.Positions.MarkResumed(positions, resumed);
            return message;
        }));
    }

    /// <summary>Takes the subscription back. Call it under the lock of the set.</summary>
    public void Unsubscribe(Subscription subscription) => Send(Ask(RequestKind.Unsubscribe, subscription, id => ClientMessages.Unsubscribe(id, subscription.Name.Text)));

    public void Dispose()
    {
        _receiving.Dispose();
        _over.Dispose();
        _socket.Dispose();
    }

    private ReadOnlyMemory<byte> Ask(RequestKind kind, Subscription? subscription, Func<long, ReadOnlyMemory<byte>> write)
    {
        var id = Interlocked.Increment(ref _ids);
        _requests[id] = new Request(kind, subscription);
        return write(id);
    }

    private void Send(ReadOnlyMemory<byte> message) => _outgoing.Writer.TryWrite(message);

    private void Ready(Action onReady)
    {
        lock (_patience)
        {
            _isReady = true;
            if (!_isClosing)
            {
                _receiving.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }

        onReady();
        _subscriptions.Begin(this);
    }

    private void Heard()
    {
        Volatile.Write(ref _heardAt, _time.GetTimestamp());
        Interlocked.Increment(ref _heard);
    }

    /// <summary>The user closes: the goodbye goes out after what was sent, and the server has a while to answer it.</summary>
    private void Close()
    {
        lock (_patience)
        {
            _isClosing = true;
            _receiving.CancelAfter(CloseTimeout);
        }

        _outgoing.Writer.TryComplete();
    }

    /// <summary>Gives the connection up.</summary>
    private void Abandon(string reason)
    {
        _abandoned ??= reason;
        _receiving.Cancel();
    }

    /// <summary>Lets the close frame out where the connection still takes one.</summary>
    private async Task SayGoodbyeAsync(Task sending)
    {
        _outgoing.Writer.TryComplete();
        await Task.WhenAny(sending, Task.Delay(CloseTimeout, _time, _over.Token));
    }

    private SessionEnd Ended(string reason) => new(reason, _refusal);

    private async Task<SessionEnd> TalkAsync(string? key, string? token, Action onReady, CancellationToken closing)
    {
        try
        {
            await using var onClosing = closing.Register(Close);
            if (key is not null || token is not null)
            {
                Send(Ask(RequestKind.Authenticate, null, id => ClientMessages.Authenticate(id, key, token)));
            }
            else
            {
                Ready(onReady);
            }

            return await ReceiveAsync(onReady);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return Ended(_abandoned ?? (error is OperationCanceledException ? "the server did not answer in time" : $"the connection was lost: {error.GetBaseException().Message}"));
        }
        catch (ProtocolException error)
        {
            _counters.Malformed++;
            _socket.GoodbyeCode = WebSocketCloseStatus.ProtocolError;
            return Ended($"the server broke the protocol: {error.Message}");
        }
    }

    private async Task<SessionEnd> ReceiveAsync(Action onReady)
    {
        while (await _socket.ReceiveAsync(_onHeard, _receiving.Token) is { } bytes)
        {
            _counters.Bytes += bytes.Length;
            await HandleAsync(_reader.Read(bytes), onReady);
            if (_refusal is not null)
            {
                return Ended(_refusal.Message);
            }
        }

        var words = string.IsNullOrEmpty(_socket.CloseReason) ? "" : $": {_socket.CloseReason}";
        if (_socket.CloseCode == WebSocketCloseStatus.PolicyViolation
            && (_wasUnauthenticated || words.Contains(Unauthenticated, StringComparison.OrdinalIgnoreCase))
            && !(_hasToken && _isReady))
        {
            // A token that has expired is another matter: its provider is asked for a new one.
            _refusal = new RealtimeException(Unauthenticated, $"The server closed the connection{words}.");
        }

        return Ended($"the server closed the connection with {(int?)_socket.CloseCode}{words}");
    }

    private async ValueTask HandleAsync(ServerMessage message, Action onReady)
    {
        switch (message.Kind)
        {
            case ServerMessageKind.Batch:
                await _inbox.TakeBatchAsync(message.Messages, _receiving.Token);
                break;
            case ServerMessageKind.Data or ServerMessageKind.Gap or ServerMessageKind.Snapshot:
                await _inbox.TakeAsync(message, _receiving.Token);
                break;
            case ServerMessageKind.Pong:
                break;
            case ServerMessageKind.Authenticated or ServerMessageKind.Subscribed or ServerMessageKind.Unsubscribed
                when message.Id is { } id && _requests.TryRemove(id, out var request):
                Answer(message, id, request, onReady);
                break;
            case ServerMessageKind.Error:
                Refuse(message);
                break;
            default:
                _counters.Ignored++;
                break;
        }
    }

    private void Answer(in ServerMessage message, long id, Request request, Action onReady)
    {
        switch (message.Kind, request)
        {
            case (ServerMessageKind.Authenticated, { Kind: RequestKind.Authenticate }):
                Ready(onReady);
                break;
            case (ServerMessageKind.Subscribed, { Kind: RequestKind.Subscribe, Subscription: { } subscription }):
                _inbox.Begin(subscription, id, message.Epoch, message.SubscribedSequence);
                break;
            case (ServerMessageKind.Unsubscribed, { Kind: RequestKind.Unsubscribe, Subscription: { } subscription }):
                _inbox.End(subscription);
                break;
            default:
                throw new ProtocolException($"{message.Kind} answers another request");
        }
    }

    private void Refuse(in ServerMessage message)
    {
        _wasUnauthenticated |= message.Code == Unauthenticated;
        if (message.Id is not { } id || !_requests.TryRemove(id, out var request))
        {
            _counters.Ignored++;
            return;
        }

        var (code, text) = (message.Code, message.Text ?? message.Code);
        if (request.Subscription is not { } subscription)
        {
            _refusal = code == RateLimited ? null : new RealtimeException(code, text);
            if (_refusal is null)
            {
                Abandon($"the server has too many requests: {text}");
            }
        }
        else if (code == RateLimited)
        {
            _ = RepeatAsync(subscription, id, request.Kind == RequestKind.Subscribe);
        }
        else if (request.Kind == RequestKind.Subscribe)
        {
            _subscriptions.Refuse(subscription, id, new RealtimeException(code, text));
        }
    }

    private async Task RepeatAsync(Subscription subscription, long request, bool isSubscribe)
    {
        try
        {
            await Task.Delay(_backoff.Next(_subscriptions.CountRefusal(subscription)), _time, _over.Token);
            _subscriptions.Repeat(this, subscription, request, isSubscribe);
        }
        catch (OperationCanceledException)
        {
            // The next session asks anew.
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_over.Token))
            {
                await _socket.SendAsync(message, _over.Token);
            }

            await _socket.CloseAsync(_over.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            if (!_over.IsCancellationRequested)
            {
                Abandon($"the connection was lost: {error.GetBaseException().Message}");
            }
        }
    }

    /// <summary>Pings when nothing is heard, and gives up when that is not answered. While the client itself does not read, silence says nothing; it pings to be heard.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                var quiet = _time.GetElapsedTime(Volatile.Read(ref _heardAt));
                if (quiet < _options.PingAfter)
                {
                    await Task.Delay(_options.PingAfter - quiet, _time, _over.Token);
                    continue;
                }

                var heard = Interlocked.Read(ref _heard);
                Send(ClientMessages.Ping(Interlocked.Increment(ref _ids)));
                await Task.Delay(_inbox.IsStalled ? _options.PingAfter : _options.PongTimeout, _time, _over.Token);
                if (Interlocked.Read(ref _heard) == heard && !_inbox.IsStalled)
                {
                    Abandon($"nothing was heard of the server for {(_options.PingAfter + _options.PongTimeout).TotalSeconds:0.###} s");
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
    }

    private enum RequestKind
    {
        Authenticate,
        Subscribe,
        Unsubscribe,
    }

    private readonly record struct Request(RequestKind Kind, Subscription? Subscription);
}
