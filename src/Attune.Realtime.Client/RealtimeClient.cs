using System.Runtime.CompilerServices;
using Attune.Realtime.Client.Connections;
using Attune.Realtime.Client.Protocol;
using Attune.Realtime.Client.Subscriptions;

namespace Attune.Realtime.Client;

/// <summary>
/// A client of the live feed. All its subscriptions share one connection, which is made with the first of them and made again when it is lost:
/// authenticated, subscribed and resumed where each consumer's queue ends. Thread-safe.
/// </summary>
/// <remarks>
/// Each subscription has a bounded queue. When one is full the client stops reading, so that the server's policy for slow clients acts. If that holds up
/// other subscriptions for longer than <see cref="RealtimeClientOptions.StallLimit"/>, the full one is set aside: the client unsubscribes, and subscribes and
/// resumes again as soon as half of the queue is free. So a consumer that has stopped reading cannot hold up another one for ever, not even when the same code feeds both.
/// </remarks>
public sealed class RealtimeClient : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RealtimeClientOptions _options;
    private readonly SubscriptionSet _subscriptions = new();
    private readonly Counters _counters = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConnectionLoop _loop;
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isDisposed;
    private volatile RealtimeStateChange _state = new(RealtimeConnectionState.Idle, null, null, 0);

    /// <summary>Makes a client. It connects with the first subscription.</summary>
    /// <param name="options">Settings; do not change them afterwards.</param>
    /// <param name="time">Clock for delays and time limits; the system's when null.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A setting is outside its limits.</exception>
    public RealtimeClient(RealtimeClientOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _loop = new ConnectionLoop(options.Validate(), options, time ?? TimeProvider.System, _subscriptions, _counters, Change);
    }

    /// <summary>Raised with each new state, in order, by the task that keeps the connection: return soon and do not throw, wait for, or dispose the client.</summary>
    public event EventHandler<RealtimeStateChange>? StateChanged;

    /// <summary>The present state.</summary>
    public RealtimeStateChange State => _state;

    /// <summary>What was counted so far.</summary>
    public RealtimeClientStatistics Statistics => _counters.Read();

    /// <summary>Subscribes when the enumeration begins and unsubscribes when it is left. It ends after what is queued when the client is disposed.</summary>
    /// <remarks>
    /// A channel that several subscriptions of the client match is delivered to one of them, as the protocol says: an exact name comes before a pattern and an
    /// earlier pattern before a later one. After a reconnect a pattern goes on in the channels from which something had come; what came first in another
    /// channel meanwhile is missed without a <see cref="RealtimeGap"/>.
    /// </remarks>
    /// <param name="channel">A channel, or a pattern: the segment <c>*</c> is any one segment, a last segment <c>**</c> one or more.</param>
    /// <param name="options">Filter, rate, snapshot and where to go on.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A sequence that can be enumerated once at a time.</returns>
    /// <exception cref="ArgumentException">The channel or an option is not valid.</exception>
    /// <exception cref="RealtimeException">While enumerating: the server refuses the client or the subscription for good.</exception>
    /// <exception cref="InvalidOperationException">While enumerating: the client is subscribed to the same name already.</exception>
    public IAsyncEnumerable<RealtimeEvent> SubscribeAsync(string channel, SubscriptionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var name = new ChannelName(channel);
        options ??= new SubscriptionOptions();
        options.Validate();
        return options.Filter is { } filter && ClientMessages.EncodedLength(filter) > _options.MaxRequestBytes / 2
            ? throw new ArgumentException($"As JSON the filter is longer than {_options.MaxRequestBytes / 2:N0} bytes, half of {nameof(RealtimeClientOptions.MaxRequestBytes)}.")
            : ReadAsync(name, options, cancellationToken);
    }

    /// <summary>Ends all subscriptions and closes the connection with 1000; waits up to 2 s for the server's answer.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _isDisposed = true;
            running = _running;
        }

        _subscriptions.EndAll(() => null);
        await _closing.CancelAsync();
        await running;
        Change(new RealtimeStateChange(RealtimeConnectionState.Closed, null, null, 0));
    }

    private async IAsyncEnumerable<RealtimeEvent> ReadAsync(ChannelName name, SubscriptionOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = new Subscription(name, options, _options.QueueCapacity);
        Begin(subscription);
        try
        {
            while (await subscription.Events.WaitToReadAsync(cancellationToken))
            {
                while (subscription.Events.TryRead(out var item))
                {
                    if (subscription.IsSetAside && subscription.HasRoom)
                    {
                        _subscriptions.TakeBack(subscription);
                    }

                    yield return item;
                }
            }
        }
        finally
        {
            _subscriptions.Remove(subscription);
        }
    }

    private void Begin(Subscription subscription)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _subscriptions.Add(subscription);
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        Func<Exception?> error;
        try
        {
            var end = await _loop.RunAsync(_closing.Token);
            error = () => end is null ? null : new RealtimeException(end.Code, end.Message);
        }
        catch (Exception unexpected)
        {
            // A handler of StateChanged threw, for one: consumers must not wait for ever.
            error = () => new InvalidOperationException($"The client has failed: {unexpected.Message}", unexpected);
        }

        lock (_gate)
        {
            _isRunning = false;
            _subscriptions.EndAll(error);
        }
    }

    private void Change(RealtimeStateChange change)
    {
        if (_state.State == RealtimeConnectionState.Closed)
        {
            return;
        }

        _state = change;
        StateChanged?.Invoke(this, change);
    }
}
