using Attune.Streaming.Aggregates;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q7: the highest price, and all bids that have it.</summary>
internal sealed class HighestBids : Aggregate<NexmarkEvent, TopBids, TopBids>
{
    /// <inheritdoc/>
    public override TopBids Create() => new() { Bids = [] };

    /// <inheritdoc/>
    public override void Add(ref TopBids state, in NexmarkEvent value, long timestamp)
    {
        if (value.Price >= state.Price && IsAtLeast(ref state, value.Price))
        {
            state.Bids.Add(new TopBids.BidOf(value.Id, value.Party, timestamp));
        }
    }

    /// <inheritdoc/>
    public override void Merge(ref TopBids state, in TopBids other)
    {
        if (IsAtLeast(ref state, other.Price))
        {
            state.Bids.AddRange(other.Bids);
        }
    }

    /// <inheritdoc/>
    public override TopBids Result(in TopBids state) => state with { Bids = [.. state.Bids] };

    private static bool IsAtLeast(ref TopBids state, long price)
    {
        if (price > state.Price)
        {
            state.Price = price;
            state.Bids.Clear();
        }

        return price == state.Price;
    }
}
