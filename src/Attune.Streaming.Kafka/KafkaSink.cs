using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Kafka;

/// <summary>
/// Writes results to a topic. Nothing counts as written before the cluster has acknowledged it: <see cref="FlushAsync"/> waits for that and
/// fails when a record was not delivered, so that no checkpoint gets ahead of its results.
/// </summary>
/// <remarks>
/// With <see cref="KafkaProfile.Durable"/> retries neither double nor reorder. After a crash the pipeline writes again what it wrote since its
/// last checkpoint: at least once. For exactly once, give each result a key and keep the newest (a compacted topic), or use a
/// <see cref="KafkaTransactionalSink{T}"/>. Keys are spread over partitions as the Java client does it (murmur2).
/// </remarks>
public sealed class KafkaSink<T> : ISink<T>
{
    private readonly KafkaOptions _kafka;
    private readonly KafkaSinkOptions _options;
    private readonly IKafkaEncoder<T> _encoder;
    private RecordWriter<T>? _writer;

    /// <summary>Describes a sink; nothing is connected yet.</summary>
    /// <exception cref="Attune.Configuration.ConfigurationException">The options are not usable.</exception>
    public KafkaSink(KafkaOptions kafka, KafkaSinkOptions options, IKafkaEncoder<T> encoder)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encoder);
        kafka.Validate();
        options.Validate();
        (_kafka, _options, _encoder) = (kafka, options, encoder);
    }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _writer ??= new RecordWriter<T>(new RecordProducer(ClientSettings.Producer(_kafka), _options.MaxInFlight), _options.Topic, _encoder);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">An earlier record was not delivered.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken) => Opened.WriteAsync(items, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">A record was not delivered.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => Opened.Producer.FlushAsync(cancellationToken);

    /// <summary>Disconnects. What was not flushed may be lost. The sink can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _writer, null) is { } writer)
        {
            await writer.Producer.DisposeAsync();
        }
    }

    private RecordWriter<T> Opened => _writer ?? throw new InvalidOperationException("The sink is not open.");
}
