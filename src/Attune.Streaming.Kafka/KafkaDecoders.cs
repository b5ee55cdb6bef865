using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Attune.Streaming.Kafka.Records;

namespace Attune.Streaming.Kafka;

/// <summary>Makes the usual decoders.</summary>
public static class KafkaDecoders
{
    /// <summary>A decoder of one function. An exception makes the record a dead letter with <see cref="KafkaDeadLetterReasons.Undecodable"/>.</summary>
    public static IKafkaDecoder<T> From<T>(KafkaDecode<T> decode)
    {
        ArgumentNullException.ThrowIfNull(decode);
        return new FunctionDecoder<T>(decode);
    }

    /// <summary>The value as JSON in snake case. Unknown and missing required fields, and no value, make dead letters.</summary>
    /// <param name="options">How it is read; null for the defaults of web APIs with snake case and no unknown fields.</param>
    public static IKafkaDecoder<T> Json<T>(JsonSerializerOptions? options = null) =>
        new JsonDecoder<T>((JsonTypeInfo<T>)(options ?? JsonDefaults.Options).GetTypeInfo(typeof(T)));

    /// <summary>The value as JSON by generated code, see <see cref="JsonSerializerContext"/>.</summary>
    public static IKafkaDecoder<T> Json<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonDecoder<T>(type);
    }

    /// <summary>The value as UTF-8 text.</summary>
    public static IKafkaDecoder<string> Text() => new TextDecoder();
}
