using Attune.Measurement;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Flows;

/// <summary>Sums up flows and texts of one key.</summary>
internal sealed class SourceWindowAggregate : Aggregate<StreamRecord, SourceWindow, SourceWindow>
{
    public override IStateSerializer<SourceWindow> Serializer { get; } = new SourceWindowSerializer();

    public override SourceWindow Create() => default;

    public override void Add(ref SourceWindow state, in StreamRecord value, long timestamp)
    {
        if (value.Flow is { } flow)
        {
            state.BytesOf(flow.Protocol).Add(flow.Bytes);
        }
        else if (value.Text is { } text)
        {
            state.Messages++;
            state.Spam += text.IsSpam ? 1 : 0;
        }
    }

    public override void Merge(ref SourceWindow state, in SourceWindow other)
    {
        foreach (ref readonly var protocol in other.Protocols)
        {
            state.BytesOf(protocol.Protocol).Merge(protocol.Bytes);
        }

        state.Messages += other.Messages;
        state.Spam += other.Spam;
    }

    public override SourceWindow Result(in SourceWindow state) => state;

    private sealed class SourceWindowSerializer : IStateSerializer<SourceWindow>
    {
        public void Write(StateWriter writer, in SourceWindow value)
        {
            writer.Write(value.Messages);
            writer.Write(value.Spam);
            writer.Write(value.Protocols.Length);
            foreach (ref readonly var protocol in value.Protocols)
            {
                writer.WriteString(protocol.Protocol);
                writer.Write(protocol.Bytes);
            }
        }

        public SourceWindow Read(StateReader reader)
        {
            var window = new SourceWindow { Messages = reader.Read<long>(), Spam = reader.Read<long>() };
            for (var count = reader.Read<int>(); count > 0; count--)
            {
                var protocol = reader.ReadString() ?? throw new CheckpointException("A protocol without a name.");
                window.BytesOf(protocol) = reader.Read<RunningStatistics>();
            }

            return window;
        }
    }
}
