using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Realtime.Client;

/// <summary>One message of a channel.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Sequence">Its number in the channel. Numbers grow by one with each message; a filter leaves holes.</param>
/// <param name="Time">When it was published, UTC.</param>
/// <param name="Payload">Its JSON, as UTF-8. It stays valid; messages that came as one batch share one array.</param>
/// <param name="Epoch">The life of the server in which the sequence counts, for a <see cref="RealtimeResumePoint"/>.</param>
public sealed record RealtimeData(string Channel, long Sequence, DateTimeOffset Time, ReadOnlyMemory<byte> Payload, string Epoch) : RealtimeEvent(Channel)
{
    /// <summary>The payload as a JSON document, parsed with each call.</summary>
    /// <exception cref="JsonException">It is nested deeper than 64 levels.</exception>
    public JsonElement ReadJson() => JsonElement.Parse(Payload.Span);

    /// <summary>The payload as a <typeparamref name="T"/>, read by source-generated code.</summary>
    /// <exception cref="JsonException">The payload is no <typeparamref name="T"/>.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Payload.Span, type);
}
