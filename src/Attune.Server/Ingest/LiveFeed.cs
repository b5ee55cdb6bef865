using Attune.Events;
using Attune.Realtime;

namespace Attune.Server.Ingest;

/// <summary>Serialises events for the realtime channels, once per message and only when somebody listens.</summary>
internal sealed class LiveFeed(RealtimeHub hub, int flowsPerMessage, TimeProvider time)
{
    public void Flows(string stream, IReadOnlyList<Flow> flows)
    {
        if (flows.Count == 0 || !hub.HasSubscribers(RealtimeChannels.Flows))
        {
            return;
        }

        for (var from = 0; from < flows.Count; from += flowsPerMessage)
        {
            var (start, end) = (from, Math.Min(flows.Count, from + flowsPerMessage));
            hub.Publish(RealtimeChannels.Flows, RealtimeMessage.Data(RealtimeChannels.Flows, time.GetUtcNow(), json =>
            {
                for (var i = start; i < end; i++)
                {
                    EventJson.Write(json, stream, flows[i]);
                }
            }));
        }
    }

    public void Messages(string stream, IReadOnlyList<TextEvent> texts)
    {
        if (texts.Count > 0 && hub.HasSubscribers(RealtimeChannels.Messages))
        {
            hub.Publish(RealtimeChannels.Messages, RealtimeMessage.Data(RealtimeChannels.Messages, time.GetUtcNow(), json =>
            {
                foreach (var text in texts)
                {
                    EventJson.Write(json, stream, text);
                }
            }));
        }
    }

    public void Windows(IReadOnlyList<WindowResult> windows)
    {
        if (windows.Count > 0 && hub.HasSubscribers(RealtimeChannels.Windows))
        {
            hub.Publish(RealtimeChannels.Windows, RealtimeMessage.Data(RealtimeChannels.Windows, time.GetUtcNow(), json =>
            {
                foreach (var window in windows)
                {
                    EventJson.Write(json, window);
                }
            }));
        }
    }
}
