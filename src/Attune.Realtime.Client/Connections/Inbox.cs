using Attune.Realtime.Client.Protocol;
using Attune.Realtime.Client.Subscriptions;

namespace Attune.Realtime.Client.Connections;

/// <summary>Puts what the server sends over one connection into the consumers' queues: each message once, to the subscription that it is for. Used by the reader of the connection alone.</summary>
internal sealed class Inbox(RealtimeClientOptions options, TimeProvider time, SubscriptionSet subscriptions, Counters counters, Action heard)
{
    private readonly SubscriptionTable _table = new();
    private readonly ServerMessageReader _reader = new();
    private readonly List<ServerMessage> _batch = [];
    private string _epoch = "";
    private volatile bool _isStalled;

    /// <summary>A queue is full, so nothing is read. May be read by any task.</summary>
    public bool IsStalled => _isStalled;

    /// <summary>The server has begun to send for the subscription.</summary>
    public void Begin(Subscription subscription, long request, string epoch, long? sequence)
    {
        _epoch = epoch;
        _table.Add(subscription);
        subscriptions.Listen(subscription, request, epoch, sequence);
    }

    /// <summary>The server has stopped to send for the subscription.</summary>
    public void End(Subscription subscription) => _table.Remove(subscription);

    public async ValueTask TakeBatchAsync(ReadOnlyMemory<byte> messages, CancellationToken cancellationToken)
    {
        _batch.Clear();
        _reader.ReadBatch(messages, _batch);
        foreach (var item in _batch)
        {
            if (item.Kind is ServerMessageKind.Data or ServerMessageKind.Gap)
            {
                await TakeAsync(item, cancellationToken);
            }
            else
            {
                counters.Ignored++;
            }
        }
    }

    public async ValueTask TakeAsync(ServerMessage message, CancellationToken cancellationToken)
    {
        if (_table.Find(message.Channel) is not { } subscription)
        {
            counters.Ignored++;
        }
        else if (message.Kind == ServerMessageKind.Data)
        {
            await TakeDataAsync(subscription, message, cancellationToken);
        }
        else if (!subscription.IsListening || (message.Kind == ServerMessageKind.Snapshot && !subscription.Options.Snapshot))
        {
            counters.Ignored++;
        }
        else if (message.Kind == ServerMessageKind.Snapshot)
        {
            if (await QueueAsync(subscription, new RealtimeSnapshot(message.Channel, message.Sequence!.Value, message.Time!.Value, message.Data, _epoch), cancellationToken))
            {
                counters.Messages++;
                subscription.Positions.MoveTo(message.Channel, message.Sequence.Value);
            }
        }
        else
        {
            await TakeGapAsync(subscription, message, cancellationToken);
        }
    }

    private async ValueTask TakeGapAsync(Subscription subscription, ServerMessage message, CancellationToken cancellationToken)
    {
        // Nothing before what has expired can come any more. Within the range of the other reasons something may.
        var isFinal = message.Reason == "expired";
        if (isFinal && subscription.Positions.Covers(message.Channel, message.To!.Value))
        {
            counters.Duplicates++;
        }
        else if (await QueueAsync(subscription, new RealtimeGap(message.Channel, message.From!.Value, message.To!.Value, message.Count, message.Reason), cancellationToken))
        {
            counters.Gaps++;
            if (isFinal)
            {
                subscription.Positions.MoveTo(message.Channel, message.To.Value);
            }
        }
    }

    private async ValueTask TakeDataAsync(Subscription subscription, ServerMessage message, CancellationToken cancellationToken)
    {
        var (channel, sequence) = (message.Channel, message.Sequence!.Value);
        if (subscription.IsListening)
        {
            if (subscription.Positions.Covers(channel, sequence))
            {
                counters.Duplicates++;
                return;
            }

            if (subscription.Positions.FirstMissing(channel, sequence) is { } missing)
            {
                if (await QueueAsync(subscription, new RealtimeGap(channel, missing, sequence - 1, null, RealtimeGap.NotAskedFor), cancellationToken))
                {
                    counters.Gaps++;
                    subscription.Positions.MoveTo(channel, sequence - 1);
                }
            }

            if (await QueueAsync(subscription, new RealtimeData(channel, sequence, message.Time!.Value, message.Data, _epoch), cancellationToken))
            {
                counters.Messages++;
                subscription.Positions.MoveTo(channel, sequence);
                return;
            }
        }

        if (subscription.IsSetAside)
        {
            // Where the first message of a channel is left out, the server must be asked for it later.
            subscription.Positions.BeginAt(channel, sequence - 1);
        }

        counters.Ignored++;
    }

    /// <summary>Waits for room in the consumer's queue; false when the subscription has ended or was set aside for the sake of the others.</summary>
    private async ValueTask<bool> QueueAsync(Subscription subscription, RealtimeEvent item, CancellationToken cancellationToken)
    {
        if (!subscription.IsListening)
        {
            return false;
        }

        if (subscription.TryQueue(item))
        {
            return true;
        }

        _isStalled = true;
        try
        {
            while (!subscription.TryQueue(item))
            {
                var room = subscription.WaitForRoomAsync(cancellationToken).AsTask();
                while (!await CompletesAsync(room))
                {
                    if (subscriptions.TrySetAside(subscription))
                    {
                        counters.SetAside++;
                        return false;
                    }
                }

                if (!await room)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            // From now on silence means something again.
            _isStalled = false;
            heard();
        }
    }

    private async Task<bool> CompletesAsync(Task<bool> room)
    {
        try
        {
            await room.WaitAsync(options.StallLimit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
