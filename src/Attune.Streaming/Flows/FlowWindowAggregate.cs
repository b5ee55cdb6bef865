using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Flows;

/// <summary>Puts the panes of the keys of a window together.</summary>
internal sealed class FlowWindowAggregate : Aggregate<Pane<string, SourceWindow>, FlowWindow, FlowWindow>
{
    /// <summary>It belongs to a pipeline that is fed by calls, which takes no checkpoints.</summary>
    public override IStateSerializer<FlowWindow> Serializer => throw new NotSupportedException("Windows of the live stream are made again from the ledger.");

    public override FlowWindow Create() => new();

    public override void Add(ref FlowWindow state, in Pane<string, SourceWindow> value, long timestamp) => state.Add(value.Key, value.Value);

    public override void Merge(ref FlowWindow state, in FlowWindow other) => throw new NotSupportedException("Each key lies in one partition.");

    public override FlowWindow Result(in FlowWindow state) => state;
}
