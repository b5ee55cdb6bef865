using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>The compensated sum by the count.</summary>
internal sealed class MeanAggregate : Aggregate<double, MeanState, double>
{
    public override IStateSerializer<MeanState> Serializer { get; } = new UnmanagedSerializer<MeanState>();

    internal override bool NeverThrows => true;

    public override MeanState Create() => default;

    public override void Add(ref MeanState state, in double value, long timestamp)
    {
        state.Sum.Add(value);
        state.Count++;
    }

    public override void AddMany(ref MeanState state, ReadOnlySpan<double> values, ReadOnlySpan<long> timestamps)
    {
        state.Sum.Add(values);
        state.Count += values.Length;
    }

    public override void Merge(ref MeanState state, in MeanState other)
    {
        state.Sum.Merge(in other.Sum);
        state.Count += other.Count;
    }

    public override double Result(in MeanState state) => state.Count == 0 ? double.NaN : state.Sum.Value / state.Count;
}
