using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Ordered;

/// <summary>The smallest value (<paramref name="sign"/> 1) or the largest (-1).</summary>
internal sealed class ExtremeAggregate<T>(int sign, IStateSerializer<T>? values) : Aggregate<T, ExtremeState<T>, T?>
    where T : struct, IComparable<T>
{
    public override IStateSerializer<ExtremeState<T>> Serializer => new StateBytes(values ?? StateSerializer.For<T>());

    public override ExtremeState<T> Create() => default;

    public override void Add(ref ExtremeState<T> state, in T value, long timestamp)
    {
        if (!state.HasValue || value.CompareTo(state.Value) * sign < 0)
        {
            (state.Value, state.HasValue) = (value, true);
        }
    }

    public override void Merge(ref ExtremeState<T> state, in ExtremeState<T> other)
    {
        if (other.HasValue)
        {
            Add(ref state, in other.Value, 0);
        }
    }

    public override T? Result(in ExtremeState<T> state) => state.HasValue ? state.Value : null;

    private sealed class StateBytes(IStateSerializer<T> values) : IStateSerializer<ExtremeState<T>>
    {
        public void Write(StateWriter writer, in ExtremeState<T> value)
        {
            writer.Write(value.HasValue);
            if (value.HasValue)
            {
                values.Write(writer, in value.Value);
            }
        }

        public ExtremeState<T> Read(StateReader reader) =>
            reader.Read<bool>() ? new ExtremeState<T> { HasValue = true, Value = values.Read(reader) } : default;
    }
}
