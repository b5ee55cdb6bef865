namespace Attune.Streaming.Kafka;

/// <summary>Turns results into records. Called by one thread at a time for each sink.</summary>
public interface IKafkaEncoder<in T>
{
    /// <summary>Writes one record. <paramref name="record"/> is empty at the call and used again after it.</summary>
    void Encode(T item, KafkaRecordWriter record);
}
