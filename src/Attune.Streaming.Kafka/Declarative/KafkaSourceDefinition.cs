using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Kafka.Profiles;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary>A topic whose values are JSON objects.</summary>
internal sealed class KafkaSourceDefinition(KafkaOptions kafka, KafkaSourceOptions options) : SourceDefinition
{
    public override bool HasTime => true;

    public override string Describe() =>
        $"Kafka topic {options.Topic} at {kafka.BootstrapServers}, {(options.Group.Length > 0 ? $"group {options.Group}" : "a group of the pipeline's own")}, {KafkaProfiles.NameOf(kafka.Profile)}, from the {(options.Start == KafkaStart.Earliest ? "oldest" : "newest")} record{(options.StopAtEnd ? " to the present end" : "")}";

    public override IStreamSource<Row> Create(RowFormat format, SourceContext context)
    {
        // Pipelines that shared a group would begin where another has stopped.
        options.Group = options.Group.Length > 0 ? options.Group : $"attune-{context.Pipeline}";
        options.StartAtCommitted = !context.IsFresh;
        return new KafkaSource<Row>(kafka, options, new RowDecoder(format.CreateParser()));
    }
}
