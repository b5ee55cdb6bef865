using Attune.Streaming.Aggregates;

namespace Attune.Streaming.Recovery;

/// <summary>Sums whole numbers: any difference shows.</summary>
public sealed class SumAggregate : Aggregate<long, long, long>
{
    public override long Create() => 0;

    public override void Add(ref long state, in long value, long timestamp) => state += value;

    public override void Merge(ref long state, in long other) => state += other;

    public override long Result(in long state) => state;
}
