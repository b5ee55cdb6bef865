using System.Diagnostics;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>The transactions of one producer, one after the other. One thread at a time; what blocks runs on the pool.</summary>
internal sealed class Transactions(RecordProducer producer, KafkaTransactionalSinkOptions options)
{
    private bool _open;

    /// <summary>Shuts out earlier producers of the name and ends what they left open.</summary>
    public Task InitializeAsync(CancellationToken cancellationToken) =>
        RetryAsync(producer.Producer.InitTransactions, cancellationToken);

    /// <summary>Begins a transaction unless one is open.</summary>
    public void Begin()
    {
        if (_open)
        {
            return;
        }

        try
        {
            producer.Producer.BeginTransaction();
            _open = true;
        }
        catch (KafkaException error)
        {
            throw new KafkaSinkException(error.Error, error);
        }
    }

    /// <summary>Commits the open transaction, with the source's offsets if there are some.</summary>
    public async Task CommitAsync(SourceOffsets? source, ReadOnlyMemory<byte> position, CancellationToken cancellationToken)
    {
        try
        {
            if (source is not null && SourceOffsets.Read(position) is { Count: > 0 } offsets)
            {
                await RetryAsync(patience => producer.Producer.SendOffsetsToTransaction(offsets, source.Group, patience), cancellationToken);
            }

            await RetryAsync(producer.Producer.CommitTransaction, cancellationToken);
            _open = false;
        }
        catch (KafkaSinkException error) when (error.InnerException is KafkaTxnRequiresAbortException)
        {
            await AbortAsync(cancellationToken);
            throw;
        }
    }

    /// <summary>Aborts the open transaction if there is one, so that readers need not wait for the cluster to do it. Tries only.</summary>
    public async ValueTask EndAsync()
    {
        if (!_open)
        {
            return;
        }

        try
        {
            await AbortAsync(CancellationToken.None);
        }
        catch (KafkaSinkException)
        {
            _open = false; // the next writer of the name, or time, ends it
        }
    }

    private async Task AbortAsync(CancellationToken cancellationToken)
    {
        await RetryAsync(producer.Producer.AbortTransaction, cancellationToken);
        _open = false;
        producer.Forgive();
    }

    private Task RetryAsync(Action<TimeSpan> call, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var start = Stopwatch.GetTimestamp();
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = options.OperationTimeout - Stopwatch.GetElapsedTime(start);
                try
                {
                    call(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
                    return;
                }
                catch (KafkaRetriableException error) when (left > TimeSpan.Zero)
                {
                    _ = error; // the call picks up where it was
                }
                catch (KafkaException error)
                {
                    throw new KafkaSinkException(error.Error, error);
                }
            }
        },
        cancellationToken);
}
