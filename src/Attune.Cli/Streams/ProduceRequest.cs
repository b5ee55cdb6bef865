using Attune.Streaming.Kafka;

namespace Attune.Cli.Streams;

/// <summary>What <c>attune stream produce</c> was asked to do.</summary>
internal sealed record ProduceRequest(KafkaOptions Kafka, string Topic, string? File, string? Key, double? Rate, bool Json);
