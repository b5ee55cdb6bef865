using Attune.Testing;

namespace Attune.Realtime.Client.Tests.Server;

/// <summary>A consumer of one subscription that reads when the test says so.</summary>
internal sealed class Reading : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly IAsyncEnumerator<RealtimeEvent> _events;
    private Task<bool>? _next;

    public Reading(RealtimeClient client, string channel, SubscriptionOptions? options = null)
    {
        _events = client.SubscribeAsync(channel, options).GetAsyncEnumerator(_cancel.Token);
        _next = _events.MoveNextAsync().AsTask();
    }

    /// <summary>The next event; null when the enumeration has ended.</summary>
    public async Task<RealtimeEvent?> NextAsync()
    {
        var moved = await (_next ?? _events.MoveNextAsync().AsTask()).WaitAsync(Eventually.Bound);
        _next = null;
        return moved ? _events.Current : null;
    }

    public async Task<RealtimeData> DataAsync() => (await NextAsync()).ShouldBeOfType<RealtimeData>();

    /// <summary>Begins to wait for the next event, so that the connection is read on.</summary>
    public Task<bool> Begin() => _next ??= _events.MoveNextAsync().AsTask();

    /// <summary>The error with which the enumeration ends.</summary>
    public async Task<RealtimeException> ErrorAsync() => await Should.ThrowAsync<RealtimeException>(NextAsync);

    /// <summary>Leaves the enumeration.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        try
        {
            await (_next ?? Task.FromResult(false));
        }
        catch (Exception error) when (error is OperationCanceledException or RealtimeException)
        {
            // As asked.
        }

        await _events.DisposeAsync();
    }
}
