using Attune.Streaming.Aggregates;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>Adds up the counts of panes.</summary>
public sealed class SumOfCounts : Aggregate<Pane<int, long>, long, long>
{
    public override long Create() => 0;

    public override void Add(ref long state, in Pane<int, long> value, long timestamp) => state += value.Value;

    public override void Merge(ref long state, in long other) => state += other;

    public override long Result(in long state) => state;
}
