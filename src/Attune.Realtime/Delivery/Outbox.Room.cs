using Attune.Realtime.Channels;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Delivery;

/// <content>Putting in: maximum rates, and room in a full queue.</content>
internal sealed partial class Outbox
{
    /// <summary>Puts into the queue what the maximum rate now allows. What finds no room stays, and is replaced by what is newer.</summary>
    private void Release(long now)
    {
        while (_held is not null && _held.TryPeek(out var binding, out var nextAt) && nextAt <= now)
        {
            if (binding.Held is { } message)
            {
                if (!HasRoom(message))
                {
                    return;
                }

                binding.NextAt = now + binding.Subscription.Interval;
                ReleaseOne(binding, message);
            }
            else
            {
                _forgotten--;
            }

            _held.Dequeue();
        }
    }

    /// <summary>Puts everything into the queue; it takes no more memory there.</summary>
    private void ReleaseAll()
    {
        while (_held is not null && _held.TryDequeue(out var binding, out _))
        {
            if (binding.Held is { } message)
            {
                ReleaseOne(binding, message);
            }
        }
    }

    private void ReleaseOne(Binding binding, HubMessage message)
    {
        _queue.Enqueue(new Queued(message, binding));
        _heldBytes -= message.Frame.Length;
        binding.Held = null;
    }

    /// <summary>Notes that a place among those that are held is of no use any more, and clears such places away before they are the most.</summary>
    private void ForgetPlace()
    {
        if (_held is not null && ++_forgotten > MaxForgotten && _forgotten > _held.Count / 2)
        {
            _held = new PriorityQueue<Binding, long>(_held.UnorderedItems.Where(place => place.Element.Held is not null));
            _forgotten = 0;
        }
    }

    /// <summary>Keeps the message back when it comes too soon for the client's maximum rate.</summary>
    private bool Hold(HubMessage message, Binding binding, long now)
    {
        if (binding.Held is { } replaced)
        {
            (_gaps ??= new Gaps()).Add(replaced, GapReasons.Rate);
            _heldBytes += message.Frame.Length - replaced.Frame.Length;
            binding.Held = message;
            return true;
        }

        if (now < binding.NextAt)
        {
            if (_heldBytes + message.Frame.Length > _settings.QueueBytes && _heldBytes > 0)
            {
                Lose(message);
                return true;
            }

            _heldBytes += message.Frame.Length;
            binding.Held = message;
            (_held ??= new PriorityQueue<Binding, long>()).Enqueue(binding, binding.NextAt);
            return true;
        }

        binding.NextAt = now + binding.Subscription.Interval;
        return false;
    }

    /// <summary>Puts a message into the queue, making room by its channel's policy; false when the client has to be disconnected.</summary>
    private bool Push(HubMessage message, Binding binding)
    {
        var queued = new Queued(message, binding);
        if (queued.IsReplayed)
        {
            PushReplayed(queued);
            return true;
        }

        if (!HasRoom(message) && !MakeRoom(message))
        {
            return false;
        }

        _queue.Enqueue(queued);
        return true;
    }

    /// <summary>
    /// Puts in what the client missed before it came back. As many as the channel keeps, or else one that missed much would be told to come back again, for ever;
    /// and half the bytes, so that the other half is for what comes now. The oldest of the same channel make room.
    /// </summary>
    private void PushReplayed(Queued queued)
    {
        while (_queue.Count > 0 && _queue.Bytes + queued.Message.Frame.Length > _settings.QueueBytes / 2)
        {
            var victim = Find(other => other.Binding == queued.Binding);
            if (victim < 0)
            {
                Lose(queued.Message);
                return;
            }

            Lose(_queue.RemoveAt(victim).Message);
        }

        _queue.Enqueue(queued);
    }

    private bool HasRoom(HubMessage message) =>
        _queue.Count == 0 || (!IsFull && _queue.Bytes + message.Frame.Length <= _settings.QueueBytes);

    private bool MakeRoom(HubMessage message)
    {
        var policy = message.Channel.Declaration.Options.WhenFull;
        if (policy == FullQueuePolicy.Disconnect)
        {
            return false;
        }

        do
        {
            // What was replayed does not count: to drop it would make no room.
            var isFull = IsFull;
            var victim = policy == FullQueuePolicy.KeepLatest
                ? Find(queued => queued.Message.Channel == message.Channel && queued.Message.Key == message.Key && !(isFull && queued.IsReplayed))
                : -1;
            victim = victim >= 0 ? victim : Find(queued => queued.Message.Channel == message.Channel && !(isFull && queued.IsReplayed));
            victim = victim >= 0
                ? victim
                : Find(queued => queued.Message.Channel.Declaration.Options.WhenFull != FullQueuePolicy.Disconnect && !(isFull && queued.IsReplayed));
            if (victim < 0)
            {
                return false;
            }

            Lose(_queue.RemoveAt(victim).Message);
        }
        while (!HasRoom(message));

        return true;
    }

    private int Find(Predicate<Queued> match)
    {
        for (var i = 0; i < _queue.Count; i++)
        {
            if (match(_queue[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void Lose(HubMessage message)
    {
        (_gaps ??= new Gaps()).Add(message, GapReasons.Slow);
        Dropped++;
        _settings.Meter.Dropped();
    }
}
