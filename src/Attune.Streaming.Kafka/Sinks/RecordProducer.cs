using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Measurement;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>
/// A producer that counts what is on its way, holds its callers back when that is too much, and remembers the first error.
/// Safe for concurrent use.
/// </summary>
internal sealed class RecordProducer : IAsyncDisposable
{
    private static readonly TimeSpan FlushSlice = TimeSpan.FromMilliseconds(100);

    private readonly int _maxInFlight;
    private readonly Action<DeliveryReport<RecordBytes, RecordBytes>> _onDelivered;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room; // under _gate; completes when half of the limit is free
    private long _releaseAt; // under _gate
    private long _inFlight;
    private Error? _failure;

    public RecordProducer(ProducerConfig config, int maxInFlight)
    {
        _maxInFlight = maxInFlight;
        _onDelivered = OnDelivered;
        config.DeliveryReportFields = "none"; // the error comes in any case, and nothing else is looked at
        Producer = new ProducerBuilder<RecordBytes, RecordBytes>(config)
            .SetKeySerializer(RecordBytes.Serializer)
            .SetValueSerializer(RecordBytes.Serializer)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) =>
            {
                if (error.IsFatal)
                {
                    Interlocked.CompareExchange(ref _failure, error, null);
                }
            })
            .Build();
    }

    public IProducer<RecordBytes, RecordBytes> Producer { get; }

    /// <summary>Records that were handed over and neither delivered nor given up.</summary>
    public long InFlight => Interlocked.Read(ref _inFlight);

    /// <summary>How many more records may be handed over now.</summary>
    public long Room => _maxInFlight - InFlight;

    /// <summary>Completes when there is room for more.</summary>
    /// <exception cref="KafkaSinkException">An earlier record was not delivered.</exception>
    public async ValueTask MakeRoomAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        while (InFlight >= _maxInFlight)
        {
            await RoomAsync(_maxInFlight / 2, cancellationToken);
            ThrowIfFailed();
        }
    }

    /// <summary>Hands a record over. False when librdkafka's own queue is full: wait for <see cref="AfterSomeAsync"/> and try again.</summary>
    public bool TrySend(string topic, Message<RecordBytes, RecordBytes> message, int partition = -1)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            if (partition < 0)
            {
                Producer.Produce(topic, message, _onDelivered);
            }
            else
            {
                Producer.Produce(new TopicPartition(topic, partition), message, _onDelivered);
            }

            return true;
        }
        catch (ProduceException<RecordBytes, RecordBytes> error)
        {
            Settle();
            if (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }

            Fail(error.Error);
            throw new KafkaSinkException(error.Error, error);
        }
        catch
        {
            Settle(); // else a flush would wait for it for ever
            throw;
        }
    }

    /// <summary>Hands a record over and lets a full queue block the caller, for senders of little.</summary>
    public void Send(string topic, Message<RecordBytes, RecordBytes> message, int partition = -1)
    {
        while (!TrySend(topic, message, partition))
        {
            Producer.Flush(FlushSlice);
            ThrowIfFailed();
        }
    }

    /// <summary>Completes when some of what is on its way has settled.</summary>
    public Task AfterSomeAsync(CancellationToken cancellationToken) => RoomAsync(InFlight / 2, cancellationToken);

    /// <summary>Completes when everything is delivered.</summary>
    /// <exception cref="KafkaSinkException">A record was not delivered.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (InFlight > 0)
        {
            await Task.Run(
                () =>
                {
                    while (InFlight > 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        Producer.Flush(FlushSlice); // also ends the wait for fuller batches
                    }
                },
                cancellationToken);
        }

        ThrowIfFailed();
    }

    /// <summary>Forgets an error after the transaction that it belongs to was aborted.</summary>
    public void Forgive() => _failure = null;

    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new KafkaSinkException(failure);
        }
    }

    public async ValueTask DisposeAsync() => await ClientClosing.CloseAsync(Producer.Dispose);

    private void OnDelivered(DeliveryReport<RecordBytes, RecordBytes> report)
    {
        if (report.Error.IsError)
        {
            Fail(report.Error);
        }
        else
        {
            KafkaMeter.Delivered.Add(1);
        }

        Settle();
    }

    private void Fail(Error error)
    {
        Interlocked.CompareExchange(ref _failure, error, null);
        KafkaMeter.DeliveryFailures.Add(1, new KeyValuePair<string, object?>("error", error.Code.ToString()));
    }

    private void Settle()
    {
        var left = Interlocked.Decrement(ref _inFlight);
        if (Volatile.Read(ref _room) is not null)
        {
            Release(left);
        }
    }

    private void Release(long left)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (left <= _releaseAt)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
    }

    private Task RoomAsync(long atMost, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (_gate)
        {
            _releaseAt = _room is null ? atMost : Math.Max(_releaseAt, atMost);
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = _room.Task;
        }

        Release(InFlight); // it may have settled between the look and the wait
        return waiting.WaitAsync(cancellationToken);
    }
}
