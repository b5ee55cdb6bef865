using Attune.Streaming.Pipelines.Processing;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>Joins each auction with its bids and gives the closing price when no bid that counts can follow.</summary>
/// <remarks>A bid may arrive before its auction. It is let go when the watermark has passed it, as its auction cannot be older than the bid and still come.</remarks>
internal sealed class AuctionClosings : KeyedProcessor<long, NexmarkEvent, OpenAuction, Closing>
{
    /// <inheritdoc/>
    public override OpenAuction Create(long key) => default;

    /// <inheritdoc/>
    public override void Process(ref OpenAuction state, in NexmarkEvent item, ProcessContext<long, Closing> context)
    {
        if (item.Kind == NexmarkKind.Auction)
        {
            Open(ref state, in item, context);
        }
        else if (state.IsKnown)
        {
            Bid(ref state, item.Time, item.Price);
        }
        else
        {
            if (state.Early is not { Count: > 0 })
            {
                state.Early ??= [];
                context.SetTimer(item.Time + 1);
            }

            state.Early.Add(new EarlyBid(item.Time, item.Price));
        }
    }

    /// <inheritdoc/>
    public override void OnTimer(ref OpenAuction state, long timer, ProcessContext<long, Closing> context)
    {
        if (state.IsKnown)
        {
            if (timer > state.Expires)
            {
                Close(in state, context);
            }

            return;
        }

        state.Early?.RemoveAll(bid => bid.Time < timer);
        if (state.Early is { Count: > 0 } early)
        {
            context.SetTimer(early.Max(bid => bid.Time) + 1);
        }
        else
        {
            context.Clear();
        }
    }

    private static void Open(ref OpenAuction state, in NexmarkEvent auction, ProcessContext<long, Closing> context)
    {
        (state.IsKnown, state.Category, state.Seller, state.Opened, state.Expires) = (true, auction.Category, auction.Party, auction.Time, auction.Expires);
        foreach (var bid in state.Early ?? [])
        {
            Bid(ref state, bid.Time, bid.Price);
        }

        state.Early = null;
        context.SetTimer(auction.Expires + 1);
    }

    private static void Bid(ref OpenAuction state, long time, long price)
    {
        if (time >= state.Opened && time <= state.Expires)
        {
            state.Best = Math.Max(state.Best, price);
        }
    }

    private static void Close(in OpenAuction state, ProcessContext<long, Closing> context)
    {
        if (state.Best > 0)
        {
            context.Emit(new Closing(context.Key, state.Seller, state.Category, state.Best, state.Expires));
        }

        context.Clear();
    }
}
