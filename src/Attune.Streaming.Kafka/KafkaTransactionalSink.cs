using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Kafka;

/// <summary>
/// Writes results in transactions, one for each checkpoint: readers that read what is committed (<c>isolation.level=read_committed</c>) see each
/// result exactly once, whatever crashed.
/// </summary>
/// <remarks>
/// The number of the checkpoint is written to <see cref="KafkaTransactionalSinkOptions.CommitTopic"/> in the same transaction, so the cluster
/// decides which checkpoint counts: a transaction that was cut off by a crash is aborted at the next start and its checkpoint passed over.
/// (The client gives no access to the metadata of committed offsets, which could have carried the number.) The checkpoint is durable before
/// the transaction is committed, so it is there whenever it counts. Results are seen a checkpoint interval later than with a <see cref="KafkaSink{T}"/>.
/// </remarks>
public sealed class KafkaTransactionalSink<T> : ITransactionalSink<T>
{
    private readonly KafkaOptions _kafka;
    private readonly KafkaTransactionalSinkOptions _options;
    private readonly IKafkaEncoder<T> _encoder;
    private RecordWriter<T>? _writer;
    private Transactions? _transactions;
    private SourceOffsets? _sourceOffsets;

    /// <summary>Describes a sink; nothing is connected yet.</summary>
    /// <exception cref="Attune.Configuration.ConfigurationException">The options are not usable, or the profile is not idempotent.</exception>
    public KafkaTransactionalSink(KafkaOptions kafka, KafkaTransactionalSinkOptions options, IKafkaEncoder<T> encoder)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encoder);
        kafka.Validate();
        options.Validate();
        TransactionSettings.Check(kafka);
        (_kafka, _options, _encoder) = (kafka, options, encoder);
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">The cluster cannot be reached, or has no room for transactions.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            return;
        }

        await TransactionSettings.EnsureCommitTopicAsync(_kafka, _options, cancellationToken);
        var producer = new RecordProducer(TransactionSettings.Producer(_kafka, _options), _options.MaxInFlight);
        var transactions = new Transactions(producer, _options);
        try
        {
            await transactions.InitializeAsync(cancellationToken);
        }
        catch
        {
            await producer.DisposeAsync();
            throw;
        }

        _transactions = transactions;
        _sourceOffsets = string.IsNullOrEmpty(_options.SourceGroup) ? null : new SourceOffsets(_kafka, _options.SourceGroup);
        _writer = new RecordWriter<T>(producer, _options.Topic, _encoder);
    }

    /// <inheritdoc/>
    public async ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken)
    {
        // Opening ends what an earlier writer of this name left open: only then is the last commit known.
        await OpenAsync(cancellationToken);
        if (_options.IsFresh)
        {
            return null;
        }

        var last = await Task.Run(() => CommitMarkers.Last(_kafka, _options, cancellationToken), cancellationToken);
        if (last is null)
        {
            await TransactionSettings.CheckCommitTopicAsync(_kafka, _options, cancellationToken);
        }

        return last;
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">An earlier record was not delivered, or another writer has taken the name.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken)
    {
        var (writer, transactions) = Opened;
        if (items.Length > 0)
        {
            transactions.Begin();
            await writer.WriteAsync(items, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">A record was not delivered.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => Opened.Writer.Producer.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="KafkaSinkException">
    /// The transaction is not committed, or it is not known whether it is; the next start finds out.
    /// </exception>
    public async ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken)
    {
        var (writer, transactions) = Opened;
        transactions.Begin();
        writer.Producer.Send(_options.CommitTopic, CommitMarkers.Of(_options.TransactionalId, checkpoint), CommitMarkers.Partition);
        await writer.Producer.FlushAsync(cancellationToken);
        await transactions.CommitAsync(_sourceOffsets, sourcePosition, cancellationToken);
    }

    /// <summary>Disconnects. What was not committed is aborted. The sink can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _writer, null) is { } writer)
        {
            _sourceOffsets?.Dispose();
            await _transactions!.EndAsync();
            await writer.Producer.DisposeAsync();
        }
    }

    private (RecordWriter<T> Writer, Transactions Transactions) Opened =>
        _writer is { } writer ? (writer, _transactions!) : throw new InvalidOperationException("The sink is not open.");
}
