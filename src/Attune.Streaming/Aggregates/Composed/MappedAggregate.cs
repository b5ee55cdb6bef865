using System.Buffers;
using System.Runtime.CompilerServices;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Composed;

/// <summary>Sums up something of each value.</summary>
internal sealed class MappedAggregate<TIn, TValue, TState, TOut>(Func<TIn, TValue> selector, Aggregate<TValue, TState, TOut> inner)
    : Aggregate<TIn, TState, TOut>
{
    public override IStateSerializer<TState> Serializer => inner.Serializer;

    internal override bool TakesRuns => inner.TakesRuns;

    public override TState Create() => inner.Create();

    public override void Add(ref TState state, in TIn value, long timestamp) => inner.Add(ref state, selector(value), timestamp);

    public override void AddMany(ref TState state, ReadOnlySpan<TIn> values, ReadOnlySpan<long> timestamps)
    {
        var mapped = ArrayPool<TValue>.Shared.Rent(values.Length);
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                mapped[i] = selector(values[i]);
            }

            inner.AddMany(ref state, mapped.AsSpan(0, values.Length), timestamps);
        }
        finally
        {
            ArrayPool<TValue>.Shared.Return(mapped, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>());
        }
    }

    public override void Merge(ref TState state, in TState other) => inner.Merge(ref state, in other);

    public override TOut Result(in TState state) => inner.Result(in state);
}
