using Attune.Measurement;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>The compensated sum.</summary>
internal sealed class SumAggregate : Aggregate<double, CompensatedSum, double>
{
    public override IStateSerializer<CompensatedSum> Serializer { get; } = new UnmanagedSerializer<CompensatedSum>();

    internal override bool NeverThrows => true;

    public override CompensatedSum Create() => default;

    public override void Add(ref CompensatedSum state, in double value, long timestamp) => state.Add(value);

    public override void AddMany(ref CompensatedSum state, ReadOnlySpan<double> values, ReadOnlySpan<long> timestamps) => state.Add(values);

    public override void Merge(ref CompensatedSum state, in CompensatedSum other) => state.Merge(in other);

    public override double Result(in CompensatedSum state) => state.Value;
}
