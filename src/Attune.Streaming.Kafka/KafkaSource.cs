using Attune.Streaming.Kafka.Records;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Kafka.Sources;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka;

/// <summary>
/// Reads the partitions of one topic, each a split of the source. It begins where the checkpoint says; offsets are committed to the cluster
/// after each checkpoint, for tools that watch lag, and for a start without checkpoints.
/// </summary>
/// <remarks>
/// What is read ahead is bounded by librdkafka (<c>queued.max.messages.kbytes</c>, <c>queued.min.messages</c>): a pipeline that does not keep up
/// stops the fetching. While brokers are away the source waits, <see cref="Fault"/> says so, and it goes on when they return. Records that
/// retention has removed before they were read are an error, never a silent gap. Partitions that are added later are read after a restart.
/// To share a topic between processes use a <see cref="KafkaStreamGroup{T}"/>.
/// </remarks>
public sealed class KafkaSource<T> : IStreamSource<T>
{
    private readonly KafkaOptions _kafka;
    private readonly KafkaSourceOptions _options;
    private readonly IKafkaDecoder<T> _decoder;
    private readonly KafkaDeadLetterTopic? _deadLetters;
    private readonly IOffsetCommitter? _committer;
    private volatile KafkaSourceReader<T>? _reader;

    /// <summary>Describes a source; nothing is connected yet.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="options">What to read.</param>
    /// <param name="decoder">Turns records into events, see <see cref="KafkaDecoders"/>.</param>
    /// <param name="deadLetters">Keeps records that cannot be used as they were; null when the pipeline's dead letters are enough. Not disposed.</param>
    /// <exception cref="Attune.Configuration.ConfigurationException">The options are not usable.</exception>
    public KafkaSource(KafkaOptions kafka, KafkaSourceOptions options, IKafkaDecoder<T> decoder, KafkaDeadLetterTopic? deadLetters = null)
        : this(kafka, options, decoder, deadLetters, committer: null)
    {
    }

    internal KafkaSource(
        KafkaOptions kafka, KafkaSourceOptions options, IKafkaDecoder<T> decoder, KafkaDeadLetterTopic? deadLetters, IOffsetCommitter? committer)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decoder);
        kafka.Validate();
        options.Validate();
        (_kafka, _options, _decoder, _deadLetters, _committer) = (kafka, options, decoder, deadLetters, committer);
    }

    /// <inheritdoc/>
    public string Name => $"kafka:{_options.Topic}";

    /// <summary>What keeps the open reader from reading, for example a broker that is away; null when nothing does.</summary>
    public string? Fault => _reader?.Fault;

    /// <summary>How far the open reader is behind, by partition; empty when none is open.</summary>
    public IReadOnlyList<KafkaLag> Lags => _reader is { } reader ? [.. reader.Lags()] : [];

    /// <inheritdoc/>
    public async ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        var from = position is { } bytes ? KafkaPosition.Of(bytes) : null;
        if (from is not null && from.Topic != _options.Topic)
        {
            throw new SourceException($"The checkpoint belongs to topic '{from.Topic}', the source reads '{_options.Topic}'.");
        }

        var reader = new KafkaSourceReader<T>(_kafka, _options, _decoder, _deadLetters, _committer);
        try
        {
            await Task.Run(() => reader.Open(from), cancellationToken);
        }
        catch (KafkaException error)
        {
            await reader.DisposeAsync();
            throw new SourceException($"Cannot open topic '{_options.Topic}' at {_kafka.BootstrapServers}: {error.Error.Reason}.", error);
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }

        _reader = reader;
        return reader;
    }
}
