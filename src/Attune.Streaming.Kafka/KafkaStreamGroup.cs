using Attune.Configuration;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines;

namespace Attune.Streaming.Kafka;

/// <summary>
/// Shares a topic between processes: each member runs one pipeline for each partition that it has got, with a state and checkpoints of its own.
/// When members come and go, only the partitions that move are stopped (cooperative rebalancing): a pipeline that is given away takes a
/// checkpoint and commits its offset, and its new owner goes on from there.
/// </summary>
/// <remarks>
/// Keys are the keys of the records: all records of a key are in one partition, so its state is in one place. A pipeline that joins by another
/// key first writes to a topic with that key. The store of checkpoints must be the same for all members (a shared folder, say). A member that
/// dies is noticed after <c>session.timeout.ms</c>; its partitions go on from their last checkpoints. A member that was thought dead drops its
/// partitions without a checkpoint or a commit; what it wrote since its last checkpoint is written again by the new owner: use a sink that takes
/// a result twice, or a <see cref="KafkaTransactionalSink{T}"/> with a name for each partition, which shuts the old owner out.
/// Each partition has a connection of its own, so that they are decoded in parallel: meant for up to some dozens of partitions a member.
/// </remarks>
public sealed class KafkaStreamGroup<T>
{
    private readonly KafkaOptions _kafka;
    private readonly KafkaGroupOptions _options;
    private readonly IKafkaDecoder<T> _decoder;
    private readonly Func<KafkaPartition<T>, StreamPipeline> _describe;
    private readonly KafkaDeadLetterTopic? _deadLetters;

    /// <summary>Describes the group; nothing is connected yet.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="options">What is read.</param>
    /// <param name="decoder">Turns records into events; shared by the partitions, so it must be safe for concurrent use.</param>
    /// <param name="describe">Makes the pipeline of a partition out of its source; it must have the partition's name.</param>
    /// <param name="deadLetters">Keeps records that cannot be used as they were. Not disposed.</param>
    /// <exception cref="ConfigurationException">The options are not usable.</exception>
    public KafkaStreamGroup(
        KafkaOptions kafka, KafkaGroupOptions options, IKafkaDecoder<T> decoder, Func<KafkaPartition<T>, StreamPipeline> describe, KafkaDeadLetterTopic? deadLetters = null)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(describe);
        kafka.Validate();
        options.Source(0).Validate("group");
        (_kafka, _options, _decoder, _describe, _deadLetters) = (kafka, options, decoder, describe, deadLetters);
    }

    /// <summary>Joins the group.</summary>
    /// <param name="pipelines">How the pipelines run; the store of checkpoints must be set.</param>
    /// <exception cref="ArgumentException">There is no store for checkpoints.</exception>
    public KafkaGroupMember Join(PipelineOptions pipelines)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        if (pipelines.Checkpoints is null)
        {
            throw new ArgumentException("A group needs a store for checkpoints: without one, state is lost whenever a partition moves.", nameof(pipelines));
        }

        return new KafkaGroupMember(_kafka, _options, (partition, committer) =>
        {
            var source = new KafkaSource<T>(_kafka, _options.Source(partition), _decoder, _deadLetters, committer);
            var name = $"{_options.Group}-{_options.Topic}-{partition}";
            var pipeline = _describe(new KafkaPartition<T>(partition, name, source));
            return pipeline.Name == name
                ? pipeline.StartAsync(pipelines)
                : throw new InvalidOperationException($"The pipeline of partition {partition} is named '{pipeline.Name}'; its name must be '{name}', for its checkpoints.");
        });
    }
}
