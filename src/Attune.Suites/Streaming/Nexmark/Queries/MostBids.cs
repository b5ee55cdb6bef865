using Attune.Streaming.Aggregates;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q5: of the counts of auctions, the highest, and all auctions that have it.</summary>
internal sealed class MostBids : Aggregate<Pane<long, long>, TopCounts, TopCounts>
{
    /// <inheritdoc/>
    public override TopCounts Create() => new() { Auctions = [] };

    /// <inheritdoc/>
    public override void Add(ref TopCounts state, in Pane<long, long> value, long timestamp)
    {
        if (IsAtLeast(ref state, value.Value))
        {
            state.Auctions.Add(value.Key);
        }
    }

    /// <inheritdoc/>
    public override void Merge(ref TopCounts state, in TopCounts other)
    {
        if (IsAtLeast(ref state, other.Bids))
        {
            state.Auctions.AddRange(other.Auctions);
        }
    }

    /// <inheritdoc/>
    public override TopCounts Result(in TopCounts state) => state with { Auctions = [.. state.Auctions] };

    private static bool IsAtLeast(ref TopCounts state, long bids)
    {
        if (bids > state.Bids)
        {
            state.Bids = bids;
            state.Auctions.Clear();
        }

        return bids == state.Bids;
    }
}
