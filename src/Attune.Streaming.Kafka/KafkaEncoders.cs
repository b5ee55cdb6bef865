using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attune.Streaming.Kafka.Records;

namespace Attune.Streaming.Kafka;

/// <summary>Makes the usual encoders.</summary>
public static class KafkaEncoders
{
    /// <summary>An encoder of one function.</summary>
    public static IKafkaEncoder<T> From<T>(Action<T, KafkaRecordWriter> encode)
    {
        ArgumentNullException.ThrowIfNull(encode);
        return new FunctionEncoder<T>(encode);
    }

    /// <summary>The value as JSON in snake case.</summary>
    /// <param name="key">The key as text; null, or a null result, for none.</param>
    /// <param name="options">How it is written; null for the defaults of web APIs with snake case.</param>
    public static IKafkaEncoder<T> Json<T>(Func<T, string?>? key = null, JsonSerializerOptions? options = null) =>
        Json((JsonTypeInfo<T>)(options ?? JsonDefaults.Options).GetTypeInfo(typeof(T)), key);

    /// <summary>The value as JSON by generated code.</summary>
    public static IKafkaEncoder<T> Json<T>(JsonTypeInfo<T> type, Func<T, string?>? key = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonEncoder<T>(type, key);
    }
}
