using Attune.Events;
using Attune.Realtime;

namespace Attune.Server.Ingest;

/// <summary>Serialises events for the realtime channels, once per message and only when somebody listens.</summary>
internal sealed class LiveFeed(RealtimeHub hub, int flowsPerMessage)
{
    public void Flows(string stream, IReadOnlyList<Flow> flows)
    {
        if (flows.Count == 0 || !hub.IsWanted(RealtimeChannels.Flows))
        {
            return;
        }

        for (var from = 0; from < flows.Count; from += flowsPerMessage)
        {
            var (start, end) = (from, Math.Min(flows.Count, from + flowsPerMessage));
            hub.Publish(RealtimeChannels.Flows, json =>
            {
                json.WriteStartArray();
                for (var i = start; i < end; i++)
                {
                    EventJson.Write(json, stream, flows[i]);
                }

                json.WriteEndArray();
            });
        }
    }

    public void Messages(string stream, IReadOnlyList<TextEvent> texts)
    {
        if (texts.Count > 0 && hub.IsWanted(RealtimeChannels.Messages))
        {
            hub.Publish(RealtimeChannels.Messages, json =>
            {
                json.WriteStartArray();
                foreach (var text in texts)
                {
                    EventJson.Write(json, stream, text);
                }

                json.WriteEndArray();
            });
        }
    }

    public void Windows(IReadOnlyList<WindowResult> windows)
    {
        if (windows.Count > 0 && hub.IsWanted(RealtimeChannels.Windows))
        {
            hub.Publish(RealtimeChannels.Windows, json =>
            {
                json.WriteStartArray();
                foreach (var window in windows)
                {
                    EventJson.Write(json, window);
                }

                json.WriteEndArray();
            });
        }
    }
}
