namespace Attune.Streaming.Kafka.Profiles;

/// <summary>One client setting of a profile.</summary>
/// <param name="Name">librdkafka's name, for example <c>linger.ms</c>.</param>
/// <param name="Value">Its value, as librdkafka writes it.</param>
/// <param name="Effect">What it does and what it gives up.</param>
public sealed record KafkaSetting(string Name, string Value, string Effect);
