using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Kafka;

/// <summary>A partition that a member of a group has got.</summary>
/// <param name="Number">The partition.</param>
/// <param name="Name">Name for its pipeline, and so of its checkpoints: the same whichever member has it.</param>
/// <param name="Source">Its records.</param>
public sealed record KafkaPartition<T>(int Number, string Name, IStreamSource<T> Source);
