using System.Runtime.CompilerServices;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Composed;

/// <summary>Two aggregates over the same values.</summary>
internal sealed class CombinedAggregate<TIn, TState1, TOut1, TState2, TOut2, TOut>(
    Aggregate<TIn, TState1, TOut1> first, Aggregate<TIn, TState2, TOut2> second, Func<TOut1, TOut2, TOut> result)
    : Aggregate<TIn, (TState1 First, TState2 Second), TOut>
{
    public override IStateSerializer<(TState1 First, TState2 Second)> Serializer => new StateBytes(first.Serializer, second.Serializer);

    internal override bool NeverThrows { get; } = first.NeverThrows && second.NeverThrows;

    internal override bool TakesRuns => NeverThrows && first.TakesRuns && second.TakesRuns;

    public override (TState1 First, TState2 Second) Create() => (first.Create(), second.Create());

    public override void Add(ref (TState1 First, TState2 Second) state, in TIn value, long timestamp)
    {
        if (NeverThrows)
        {
            first.Add(ref state.First, in value, timestamp);
            second.Add(ref state.Second, in value, timestamp);
            return;
        }

        // The second may refuse what the first has taken in, so it is tried first; and it may not be asked twice.
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<TState2>())
        {
            var tried = state.Second;
            second.Add(ref tried, in value, timestamp);
            first.Add(ref state.First, in value, timestamp);
            state.Second = tried;
            return;
        }

        var added = second.Create();
        second.Add(ref added, in value, timestamp);
        first.Add(ref state.First, in value, timestamp);
        second.Merge(ref state.Second, in added);
    }

    public override void AddMany(ref (TState1 First, TState2 Second) state, ReadOnlySpan<TIn> values, ReadOnlySpan<long> timestamps)
    {
        if (!NeverThrows)
        {
            base.AddMany(ref state, values, timestamps);
            return;
        }

        first.AddMany(ref state.First, values, timestamps);
        second.AddMany(ref state.Second, values, timestamps);
    }

    public override void Merge(ref (TState1 First, TState2 Second) state, in (TState1 First, TState2 Second) other)
    {
        first.Merge(ref state.First, in other.First);
        second.Merge(ref state.Second, in other.Second);
    }

    public override TOut Result(in (TState1 First, TState2 Second) state) => result(first.Result(in state.First), second.Result(in state.Second));

    private sealed class StateBytes(IStateSerializer<TState1> first, IStateSerializer<TState2> second)
        : IStateSerializer<(TState1 First, TState2 Second)>
    {
        public void Write(StateWriter writer, in (TState1 First, TState2 Second) value)
        {
            first.Write(writer, in value.First);
            second.Write(writer, in value.Second);
        }

        public (TState1 First, TState2 Second) Read(StateReader reader) => (first.Read(reader), second.Read(reader));
    }
}
