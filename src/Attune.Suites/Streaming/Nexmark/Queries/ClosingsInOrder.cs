using Attune.Streaming.Pipelines.Processing;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>Takes the closings of each key in the order of closing times, then of ids, however they arrive: each waits until the watermark has passed it.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TSum">What is made of them.</typeparam>
/// <typeparam name="TOut">The row that each closing gives.</typeparam>
internal abstract class ClosingsInOrder<TKey, TSum, TOut> : KeyedProcessor<TKey, Closing, WaitingClosings<TSum>, TOut>
    where TKey : notnull
{
    /// <inheritdoc/>
    public sealed override WaitingClosings<TSum> Create(TKey key) => new() { Sum = Create(), Waiting = [] };

    /// <inheritdoc/>
    public sealed override void Process(ref WaitingClosings<TSum> state, in Closing item, ProcessContext<TKey, TOut> context)
    {
        state.Waiting.Add(item);
        context.SetTimer(context.Timestamp + 1);
    }

    /// <inheritdoc/>
    public sealed override void OnTimer(ref WaitingClosings<TSum> state, long timer, ProcessContext<TKey, TOut> context)
    {
        // A closing has the time of the first instant at which its auction was closed; that instant must lie before the timer.
        var (waiting, due, sum) = (state.Waiting, 0, state.Sum);
        waiting.Sort(static (left, right) => left.Closed != right.Closed ? left.Closed.CompareTo(right.Closed) : left.Auction.CompareTo(right.Auction));
        while (due < waiting.Count && waiting[due].Closed + 1 < timer)
        {
            context.Emit(Add(ref sum, waiting[due++]));
        }

        waiting.RemoveRange(0, due);
        state.Sum = sum;
    }

    /// <summary>The sum of no closing.</summary>
    protected abstract TSum Create();

    /// <summary>Adds one closing and gives its row.</summary>
    protected abstract TOut Add(ref TSum sum, Closing closing);
}
