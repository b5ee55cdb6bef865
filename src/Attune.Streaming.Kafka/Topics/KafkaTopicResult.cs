namespace Attune.Streaming.Kafka.Topics;

/// <summary>What came of the wish for a topic.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Created">True when it was made, false when it was there.</param>
/// <param name="Differences">
/// What an existing topic has otherwise than asked for, one line each, for example <c>partitions: 4, wanted 16</c>. Nothing is changed.
/// </param>
public sealed record KafkaTopicResult(string Name, bool Created, IReadOnlyList<string> Differences);
