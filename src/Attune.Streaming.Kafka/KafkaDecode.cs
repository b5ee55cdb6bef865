namespace Attune.Streaming.Kafka;

/// <summary>Turns a record into an event; an exception makes the record a dead letter.</summary>
public delegate T KafkaDecode<out T>(in KafkaRecord record);
