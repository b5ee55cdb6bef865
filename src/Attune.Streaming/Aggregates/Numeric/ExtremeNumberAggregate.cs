using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Streaming.Aggregates.Ordered;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>The smallest or largest number; NaN if one is NaN, or without any.</summary>
internal sealed class ExtremeNumberAggregate(bool isMin) : Aggregate<double, ExtremeState<double>, double>
{
    private const int SmallestVectorRun = 16;

    public override IStateSerializer<ExtremeState<double>> Serializer { get; } = new StateBytes();

    internal override bool NeverThrows => true;

    public override ExtremeState<double> Create() => default;

    public override void Add(ref ExtremeState<double> state, in double value, long timestamp)
    {
        state.Value = !state.HasValue ? value : isMin ? Math.Min(state.Value, value) : Math.Max(state.Value, value);
        state.HasValue = true;
    }

    public override void AddMany(ref ExtremeState<double> state, ReadOnlySpan<double> values, ReadOnlySpan<long> timestamps)
    {
        if (values.Length >= SmallestVectorRun)
        {
            var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
            var extremes = vectors[0];
            foreach (var vector in vectors)
            {
                extremes = isMin ? Vector.Min(extremes, vector) : Vector.Max(extremes, vector);
            }

            for (var lane = 0; lane < Vector<double>.Count; lane++)
            {
                Add(ref state, extremes[lane], 0);
            }

            values = values[(vectors.Length * Vector<double>.Count)..];
        }

        foreach (var value in values)
        {
            Add(ref state, in value, 0);
        }
    }

    public override void Merge(ref ExtremeState<double> state, in ExtremeState<double> other)
    {
        if (other.HasValue)
        {
            Add(ref state, in other.Value, 0);
        }
    }

    public override double Result(in ExtremeState<double> state) => state.HasValue ? state.Value : double.NaN;

    private sealed class StateBytes : IStateSerializer<ExtremeState<double>>
    {
        public void Write(StateWriter writer, in ExtremeState<double> value)
        {
            writer.Write(value.HasValue);
            writer.Write(value.Value);
        }

        public ExtremeState<double> Read(StateReader reader) => new() { HasValue = reader.Read<bool>(), Value = reader.Read<double>() };
    }
}
