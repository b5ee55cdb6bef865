using System.Collections.Immutable;

namespace Attune.Realtime.Channels;

/// <summary>A client's subscriptions at one moment: an exact name decides before a pattern, an earlier pattern before a later one.</summary>
internal sealed class SubscriptionSet
{
    private readonly ImmutableDictionary<string, Subscription> _exact;
    private readonly ImmutableList<Subscription> _patterns;

    private SubscriptionSet(ImmutableDictionary<string, Subscription> exact, ImmutableList<Subscription> patterns) => (_exact, _patterns) = (exact, patterns);

    public static SubscriptionSet Empty { get; } = new(ImmutableDictionary.Create<string, Subscription>(StringComparer.Ordinal), []);

    public int Count => _exact.Count + _patterns.Count;

    public bool HasPatterns => _patterns.Count > 0;

    public IEnumerable<string> ExactNames => _exact.Keys;

    public IEnumerable<Subscription> Patterns => _patterns;

    public bool Contains(ChannelPattern pattern) => pattern.IsExact ? _exact.ContainsKey(pattern.Text) : IndexOf(pattern) >= 0;

    public SubscriptionSet With(Subscription subscription)
    {
        if (subscription.Pattern.IsExact)
        {
            return new SubscriptionSet(_exact.SetItem(subscription.Pattern.Text, subscription), _patterns);
        }

        var index = IndexOf(subscription.Pattern);
        return new SubscriptionSet(_exact, index < 0 ? _patterns.Add(subscription) : _patterns.SetItem(index, subscription));
    }

    public SubscriptionSet Without(ChannelPattern pattern)
    {
        if (pattern.IsExact)
        {
            return new SubscriptionSet(_exact.Remove(pattern.Text), _patterns);
        }

        var index = IndexOf(pattern);
        return index < 0 ? this : new SubscriptionSet(_exact, _patterns.RemoveAt(index));
    }

    /// <summary>What decides about a channel; null when the client does not want it.</summary>
    public Subscription? For(string channel) =>
        _exact.TryGetValue(channel, out var exact) ? exact : _patterns.Find(subscription => subscription.Pattern.Matches(channel));

    private int IndexOf(ChannelPattern pattern) => _patterns.FindIndex(subscription => subscription.Pattern.Text == pattern.Text);
}
