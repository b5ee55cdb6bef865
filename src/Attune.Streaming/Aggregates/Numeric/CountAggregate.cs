using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>The number of values.</summary>
internal sealed class CountAggregate<T> : Aggregate<T, long, long>
{
    internal override bool NeverThrows => true;

    public override IStateSerializer<long> Serializer { get; } = new UnmanagedSerializer<long>();

    public override long Create() => 0;

    public override void Add(ref long state, in T value, long timestamp) => state++;

    public override void AddMany(ref long state, ReadOnlySpan<T> values, ReadOnlySpan<long> timestamps) => state += values.Length;

    public override void Merge(ref long state, in long other) => state += other;

    public override long Result(in long state) => state;
}
