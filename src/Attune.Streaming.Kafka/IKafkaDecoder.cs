namespace Attune.Streaming.Kafka;

/// <summary>Turns records into events. Called by one thread at a time for each source.</summary>
public interface IKafkaDecoder<T>
{
    /// <summary>Decodes one record.</summary>
    /// <returns>Null, and the event; or why the record cannot be used; <see cref="KafkaDecodeFailure.Skip"/> leaves it out.</returns>
    KafkaDecodeFailure? Decode(in KafkaRecord record, out T item);
}
