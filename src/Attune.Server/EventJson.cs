using System.Text.Json;
using Attune.Events;

namespace Attune.Server;

/// <summary>How events are written as JSON, over HTTP and WebSocket alike.</summary>
internal static class EventJson
{
    private const int SourcesPerWindow = 10;

    public static void Write(Utf8JsonWriter json, string stream, Flow flow)
    {
        json.WriteStartObject();
        json.WriteString("id", flow.Id.ToString());
        json.WriteString("stream", stream);
        json.WriteString("timestamp", flow.Timestamp);
        json.WriteString("sourceIp", flow.SourceIp);
        json.WriteString("destinationIp", flow.Destination);
        json.WriteNumber("bytesTransferred", flow.Bytes);
        json.WriteString("protocol", flow.Protocol);
        if (flow.MessageId is not null)
        {
            json.WriteString("messageId", flow.MessageId);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string stream, TextEvent text)
    {
        json.WriteStartObject();
        json.WriteString("id", text.Id.ToString());
        json.WriteString("stream", stream);
        json.WriteString("timestamp", text.Timestamp);
        json.WriteString("senderDomain", text.SenderDomain);
        json.WriteString("subject", text.Subject);
        if (text.Label is not null)
        {
            json.WriteString("label", text.Label);
        }

        json.WriteNumber("length", text.Body.Length);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, WindowResult window)
    {
        json.WriteStartObject();
        json.WriteString("stream", window.Stream);
        json.WriteString("start", window.Start);
        json.WriteString("end", window.End);
        WriteStatistics(json, window.Total);
        json.WriteNumber("distinctSources", window.DistinctSources);
        json.WriteNumber("messages", window.Messages);
        json.WriteNumber("spam", window.Spam);
        if (window.SpamShare is { } share)
        {
            json.WriteNumber("spamShare", share);
        }
        else
        {
            json.WriteNull("spamShare");
        }

        WriteAggregates(json, "protocols", window.Protocols);
        WriteAggregates(json, "topSources", window.Sources.Take(SourcesPerWindow));
        json.WriteEndObject();
    }

    private static void WriteAggregates(Utf8JsonWriter json, string name, IEnumerable<WindowAggregate> aggregates)
    {
        json.WriteStartArray(name);
        foreach (var aggregate in aggregates)
        {
            json.WriteStartObject();
            json.WriteString("key", aggregate.Key);
            WriteStatistics(json, aggregate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStatistics(Utf8JsonWriter json, WindowAggregate aggregate)
    {
        json.WriteNumber("flows", aggregate.Flows);
        json.WriteNumber("bytes", aggregate.Bytes);
        json.WriteNumber("mean", aggregate.Mean);
        json.WriteNumber("min", aggregate.Min);
        json.WriteNumber("max", aggregate.Max);
        json.WriteNumber("standardDeviation", aggregate.StandardDeviation);
    }
}
