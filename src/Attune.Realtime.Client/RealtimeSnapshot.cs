using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Realtime.Client;

/// <summary>The state of a channel after the message <paramref name="Sequence"/>: it replaces what was known before, and messages up to it do not come. Comes where <see cref="SubscriptionOptions.Snapshot"/> is set; after a reconnect where messages are missing.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Sequence">The last message that the state includes.</param>
/// <param name="Time">When the state was made, UTC.</param>
/// <param name="Payload">Its JSON, as UTF-8.</param>
/// <param name="Epoch">The life of the server in which the sequence counts.</param>
public sealed record RealtimeSnapshot(string Channel, long Sequence, DateTimeOffset Time, ReadOnlyMemory<byte> Payload, string Epoch) : RealtimeEvent(Channel)
{
    /// <summary>The payload as a JSON document, parsed with each call.</summary>
    /// <exception cref="JsonException">It is nested deeper than 64 levels.</exception>
    public JsonElement ReadJson() => JsonElement.Parse(Payload.Span);

    /// <summary>The payload as a <typeparamref name="T"/>, read by source-generated code.</summary>
    /// <exception cref="JsonException">The payload is no <typeparamref name="T"/>.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Payload.Span, type);
}
