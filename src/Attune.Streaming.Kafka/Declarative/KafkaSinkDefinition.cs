using System.Buffers;
using System.Text;
using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Kafka.Profiles;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary>A topic of results.</summary>
internal sealed class KafkaSinkDefinition(KafkaOptions kafka, string topic, bool transactional, string? id, int commitTopicReplicas) : SinkDefinition
{
    private static readonly TimeSpan TransactionTimeout = TimeSpan.FromMinutes(5);
    private static readonly IKafkaEncoder<OutputRecord> Encoder = KafkaEncoders.From<OutputRecord>(Encode);

    public override bool NeedsCheckpoints => transactional;

    public override TimeSpan? LongestCheckpointInterval => transactional ? TransactionTimeout / 2 : null;

    public override string Describe() =>
        $"Kafka topic {topic} at {kafka.BootstrapServers}, {(transactional ? "in transactions, one for each checkpoint" : KafkaProfiles.NameOf(kafka.Profile))}";

    public override ISink<OutputRecord> Create(SinkContext context) => transactional
        ? new KafkaTransactionalSink<OutputRecord>(
            kafka,
            new KafkaTransactionalSinkOptions
            {
                Topic = topic, TransactionalId = id ?? $"attune-{context.Pipeline}", CommitTopicReplicas = commitTopicReplicas, TransactionTimeout = TransactionTimeout,
                IsFresh = context.IsFresh,
            },
            Encoder)
        : new KafkaSink<OutputRecord>(kafka, new KafkaSinkOptions { Topic = topic }, Encoder);

    private static void Encode(OutputRecord item, KafkaRecordWriter record)
    {
        var key = item.Key.ToString();
        if (key.Length > 0)
        {
            Encoding.UTF8.GetBytes(key, record.Key);
        }

        record.Value.Write(item.Json.Span);
    }
}
