using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Ordered;

/// <summary>The value of the earliest event (<paramref name="sign"/> 1) or the latest (-1); of those of one time, the smallest or largest.</summary>
internal sealed class TimedAggregate<T>(int sign, IComparer<T> comparer, IStateSerializer<T>? values) : Aggregate<T, TimedState<T>, T?>
{
    public override IStateSerializer<TimedState<T>> Serializer => new StateBytes(values ?? StateSerializer.For<T>());

    public override TimedState<T> Create() => default;

    public override void Add(ref TimedState<T> state, in T value, long timestamp)
    {
        var order = state.HasValue ? timestamp.CompareTo(state.Time) : -sign;
        if (order == 0)
        {
            order = comparer.Compare(value, state.Value);
        }

        if (order * sign < 0)
        {
            (state.Value, state.Time, state.HasValue) = (value, timestamp, true);
        }
    }

    public override void Merge(ref TimedState<T> state, in TimedState<T> other)
    {
        if (other.HasValue)
        {
            Add(ref state, in other.Value, other.Time);
        }
    }

    public override T? Result(in TimedState<T> state) => state.HasValue ? state.Value : default;

    private sealed class StateBytes(IStateSerializer<T> values) : IStateSerializer<TimedState<T>>
    {
        public void Write(StateWriter writer, in TimedState<T> value)
        {
            writer.Write(value.HasValue);
            if (value.HasValue)
            {
                writer.Write(value.Time);
                values.Write(writer, in value.Value);
            }
        }

        public TimedState<T> Read(StateReader reader) =>
            reader.Read<bool>() ? new TimedState<T> { HasValue = true, Time = reader.Read<long>(), Value = values.Read(reader) } : default;
    }
}
