using Attune.Streaming.Kafka;

namespace Attune.Cli.Streams;

/// <summary>What <c>attune stream consume</c> was asked to do.</summary>
internal sealed record ConsumeRequest(KafkaOptions Kafka, string Topic, bool FromEnd, long? Max, bool UntilEnd, bool Json);
