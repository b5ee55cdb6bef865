using Attune.Realtime.Client.Connections;

namespace Attune.Realtime.Client.Subscriptions;

/// <summary>The subscriptions of a client, in the order in which they were made, and the session that serves them. Thread-safe.</summary>
internal sealed class SubscriptionSet
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _items = [];
    private Session? _session;

    /// <exception cref="InvalidOperationException">The name is subscribed to already.</exception>
    public void Add(Subscription subscription)
    {
        lock (_gate)
        {
            if (_items.Exists(item => item.Name.Text == subscription.Name.Text))
            {
                throw new InvalidOperationException(
                    $"This client is subscribed to '{subscription.Name.Text}' already: a server holds one subscription of a name for each connection. Use another client for a second one.");
            }

            _items.Add(subscription);
            _session?.Subscribe(subscription);
        }
    }

    /// <summary>The consumer is gone.</summary>
    public void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            subscription.End();
            if (_items.Remove(subscription) && !subscription.IsSetAside)
            {
                _session?.Unsubscribe(subscription);
            }
        }
    }

    /// <summary>A session is ready: subscribes to everything, to exact names first, because they decide before patterns.</summary>
    public void Begin(Session session)
    {
        lock (_gate)
        {
            _session = session;
            foreach (var subscription in _items.Where(item => !item.IsSetAside).OrderByDescending(item => item.Name.IsExact))
            {
                session.Subscribe(subscription);
            }
        }
    }

    /// <summary>The session is over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _session = null;
            foreach (var subscription in _items)
            {
                subscription.IsListening = false;
            }
        }
    }

    /// <summary>The server answered the request: the subscription listens, unless it has changed its mind since.</summary>
    public void Listen(Subscription subscription, long request, string epoch, long? sequence)
    {
        lock (_gate)
        {
            if (!subscription.HasEnded && !subscription.IsSetAside && subscription.Request == request)
            {
                subscription.Enter(epoch, sequence);
                (subscription.Refusals, subscription.IsListening) = (0, true);
            }
        }
    }

    /// <summary>The server refused the request for good.</summary>
    public void Refuse(Subscription subscription, long request, RealtimeException error)
    {
        lock (_gate)
        {
            if (subscription.Request == request && _items.Remove(subscription))
            {
                subscription.End(error);
            }
        }
    }

    /// <summary>Sets a subscription aside whose full queue holds up others; false when there is nothing to hold up, or room by now.</summary>
    public bool TrySetAside(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.HasEnded || !_items.Exists(item => item != subscription && !item.IsSetAside))
            {
                return false;
            }

            // First the mark, then the look: the consumer first makes room and then looks for the mark, so one of both sees the other.
            subscription.IsSetAside = true;
            if (subscription.HasRoom)
            {
                subscription.IsSetAside = false;
                return false;
            }

            subscription.IsListening = false;
            _session?.Unsubscribe(subscription);
            return true;
        }
    }

    /// <summary>The consumer has caught up: goes on where the subscription was set aside.</summary>
    public void TakeBack(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.IsSetAside && !subscription.HasEnded)
            {
                subscription.IsSetAside = false;
                _session?.Subscribe(subscription);
            }
        }
    }

    /// <summary>Repeats a request that was refused for now, if it is still wanted.</summary>
    public void Repeat(Session session, Subscription subscription, long request, bool isSubscribe)
    {
        lock (_gate)
        {
            if (_session != session)
            {
                return;
            }

            if (isSubscribe && subscription.Request == request && !subscription.HasEnded && !subscription.IsSetAside)
            {
                session.Subscribe(subscription);
            }
            else if (!isSubscribe && !_items.Exists(item => item.Name.Text == subscription.Name.Text && !item.IsSetAside))
            {
                session.Unsubscribe(subscription);
            }
        }
    }

    /// <summary>How often the server refused the subscription for now, this time included.</summary>
    public int CountRefusal(Subscription subscription)
    {
        lock (_gate)
        {
            return ++subscription.Refusals;
        }
    }

    /// <summary>Ends every subscription, each with an error of its own or with none.</summary>
    public void EndAll(Func<Exception?> error)
    {
        lock (_gate)
        {
            foreach (var subscription in _items)
            {
                subscription.End(error());
            }

            _items.Clear();
        }
    }
}
