namespace Attune.Streaming.Kafka;

/// <summary>A set of client settings for one aim. What each gives up: <see cref="Profiles.KafkaProfiles.GivesUp"/> and docs/kafka.md.</summary>
public enum KafkaProfile
{
    /// <summary>
    /// The default. What was acknowledged survives the loss of a broker (in a topic with two or more replicas in sync), is there once,
    /// and keeps its order. Gives up some latency and throughput: every record waits for all replicas in sync.
    /// </summary>
    Durable,

    /// <summary>
    /// Many records a second. <b>Acknowledged records are lost</b> when a leader fails before its followers have them; retries
    /// <b>may double and reorder</b> records; a record waits up to 10 ms for its batch and up to 500 ms at the reader.
    /// </summary>
    HighThroughput,

    /// <summary>
    /// Each record at once. <b>Acknowledged records are lost</b> when a leader fails, and <b>a record that meets any error is not sent
    /// again</b>: it is reported as failed. Gives up throughput and network: nothing is compressed.
    /// </summary>
    LowLatency,
}
