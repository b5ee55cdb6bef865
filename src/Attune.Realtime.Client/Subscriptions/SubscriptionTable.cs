namespace Attune.Realtime.Client.Subscriptions;

/// <summary>
/// What the server holds for one connection, as its answers tell it: which subscription a channel's messages are for. An exact name decides
/// before a pattern, an earlier pattern before a later one. Used by the reader of the connection alone.
/// </summary>
internal sealed class SubscriptionTable
{
    private const int MaxRemembered = 10_000;
    private readonly Dictionary<string, Subscription> _exact = new(StringComparer.Ordinal);
    private readonly List<Subscription> _patterns = [];
    private readonly Dictionary<string, Subscription?> _decided = new(StringComparer.Ordinal);

    public void Add(Subscription subscription)
    {
        // The server replaces what has the same name.
        Remove(subscription);
        if (!subscription.Name.IsExact)
        {
            _patterns.Add(subscription);
            return;
        }

        _exact[subscription.Name.Text] = subscription;
        foreach (var pattern in _patterns)
        {
            pattern.Positions.Forget(subscription.Name.Text);
        }
    }

    public void Remove(Subscription subscription)
    {
        _decided.Clear();
        if (!_patterns.Remove(subscription) && _exact.GetValueOrDefault(subscription.Name.Text) == subscription)
        {
            _exact.Remove(subscription.Name.Text);
        }
    }

    /// <summary>The subscription that the channel's messages are for; null when there is none.</summary>
    public Subscription? Find(string channel)
    {
        if (_exact.TryGetValue(channel, out var exact))
        {
            return exact;
        }

        if (_decided.TryGetValue(channel, out var known))
        {
            return known;
        }

        if (_decided.Count >= MaxRemembered)
        {
            _decided.Clear();
        }

        return _decided[channel] = _patterns.Find(pattern => pattern.Name.Matches(channel));
    }
}
