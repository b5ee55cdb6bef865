using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Measurement;
using Attune.Streaming.Kafka.Records;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Reads the partitions of one source. One thread reads; lags and faults are asked for by any.</summary>
internal sealed class KafkaSourceReader<T> : ISourceReader<T>, IActiveSplits, ISourceLag, ISourceFault, ILagSource
{
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(10);

    private readonly KafkaSourceOptions _options;
    private readonly KafkaDeadLetterTopic? _deadLetters;
    private readonly IOffsetCommitter? _committer;
    private readonly RecordIntake<T> _intake;
    private readonly ByteScratch _key = new();
    private readonly ByteScratch _value = new();
    private readonly IConsumer<bool, bool> _consumer;
    private readonly ConsumeThread _waiter;
    private readonly Lock _life = new();
    private bool _hasFinished;
    private PartitionCursor[] _cursors = [];
    private int[] _splitOf = [];
    private int _unfinished;
    private volatile string? _fault;
    private Task _commit = Task.CompletedTask;
    private bool _disposed; // under _life

    public KafkaSourceReader(
        KafkaOptions kafka, KafkaSourceOptions options, IKafkaDecoder<T> decoder, KafkaDeadLetterTopic? deadLetters, IOffsetCommitter? committer)
    {
        (_options, _deadLetters, _committer) = (options, deadLetters, committer);
        _intake = new RecordIntake<T>(decoder, options, deadLetters);
        var config = ClientSettings.Consumer(kafka, options.Group);
        config.EnablePartitionEof = options.StopAtEnd;
        config.StatisticsIntervalMs = 1000;
        config.ConsumeResultFields = options.ReadHeaders || deadLetters is not null ? "timestamp,headers" : "timestamp";
        _consumer = new ConsumerBuilder<bool, bool>(config)
            .SetKeyDeserializer(_key)
            .SetValueDeserializer(_value)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => OnError(error))
            .SetStatisticsHandler((_, statistics) => _fault = BrokerStates.Fault(statistics, Topic, Partitions))
            .Build();
        _waiter = new ConsumeThread(_consumer, $"kafka {options.Topic}");
    }

    public string Topic => _options.Topic;

    public string Group => _options.Group;

    public string? Fault => _fault;

    /// <summary>All partitions from the start, so that the watermark waits for each; not those that a bounded read has finished.</summary>
    public IReadOnlyList<int> ActiveSplits { get; private set; } = [];

    public long? Lag => Lags().Sum(lag => lag.Records);

    public ReadOnlyMemory<byte> Position
    {
        get
        {
            var position = new KafkaPosition(Topic);
            foreach (var cursor in _cursors)
            {
                position.Offsets[cursor.Partition] = cursor.Next;
            }

            return position.ToBytes();
        }
    }

    private IReadOnlyCollection<int> Partitions => Array.ConvertAll(_cursors, cursor => cursor.Partition);

    /// <summary>Finds the partitions and begins to fetch. Blocks.</summary>
    public void Open(KafkaPosition? from)
    {
        _cursors = new StartOffsets(_consumer, _options).Find(from);
        _splitOf = new int[_cursors.Max(cursor => cursor.Partition) + 1];
        for (var split = 0; split < _cursors.Length; split++)
        {
            _splitOf[_cursors[split].Partition] = split;
            _unfinished += _cursors[split].IsFinished ? 0 : 1;
        }

        FindActive();
        if (_unfinished > 0)
        {
            _consumer.Assign(_cursors.Select(cursor => new TopicPartitionOffset(Topic, cursor.Partition, cursor.Next)));
        }

        KafkaMeter.Add(this);
    }

    public async ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_hasFinished)
        {
            // Only now: what was read together with a partition's end still belongs to that partition and must not run ahead of the others.
            _hasFinished = false;
            FindActive();
        }

        var failures = buffer.Failures.Count;
        var before = buffer.Count + failures;
        Drain(buffer);
        if (buffer.Count + buffer.Failures.Count == before && buffer.Room > 0 && patience > TimeSpan.Zero && !IsAtEnd)
        {
            try
            {
                if (await _waiter.ConsumeAsync(patience, cancellationToken) is { } result)
                {
                    Take(result, buffer);
                    Drain(buffer);
                }
            }
            catch (ConsumeException error)
            {
                OnConsumeError(error);
            }
        }

        if (_deadLetters is not null && buffer.Failures.Count > failures)
        {
            await FlushDeadLettersAsync(_deadLetters, cancellationToken);
        }

        return !IsAtEnd;
    }

    public async ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken)
    {
        if (!_commit.IsCompleted)
        {
            // The one before is still under way, to a cluster that is slow or away: more of them would only pile up.
            CountCommitFailure();
            return;
        }

        var offsets = KafkaPosition.Of(position).Offsets.Select(pair => new TopicPartitionOffset(Topic, pair.Key, pair.Value)).ToArray();
        _commit = Task.Run(() => Commit(offsets), CancellationToken.None);
        try
        {
            // The checkpoint decides where the source begins; a slow cluster must not stop the pipeline.
            await _commit.WaitAsync(CommitPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            CountCommitFailure();
        }
    }

    public IEnumerable<KafkaLag> Lags()
    {
        lock (_life)
        {
            return _disposed
                ? []
                : Array.ConvertAll(_cursors, cursor => new KafkaLag(
                    cursor.Partition,
                    cursor.Next,
                    Math.Max(cursor.High, _consumer.GetWatermarkOffsets(new TopicPartition(Topic, cursor.Partition)).High.Value)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        KafkaMeter.Remove(this);
        lock (_life)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        await ClientClosing.CloseAsync(() =>
        {
            _waiter.Dispose();
            _consumer.Dispose();
        });
    }

    private bool IsAtEnd => _unfinished == 0;

    /// <summary>Before the position can get into a checkpoint, and also when the pipeline stops just now.</summary>
    private static async ValueTask FlushDeadLettersAsync(KafkaDeadLetterTopic deadLetters, CancellationToken cancellationToken)
    {
        try
        {
            await deadLetters.FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await deadLetters.FlushAsync(CancellationToken.None).AsTask().WaitAsync(CommitPatience, CancellationToken.None);
        }
    }

    private void FindActive() => ActiveSplits = [.. Enumerable.Range(0, _cursors.Length).Where(split => !_cursors[split].IsFinished)];

    private void Finish(PartitionCursor cursor, long offset)
    {
        if (cursor.Finish(offset))
        {
            _unfinished--;
            _hasFinished = true;
        }
    }

    private void Drain(SourceBuffer<T> buffer)
    {
        try
        {
            // Dead letters and what a decoder leaves out take no room: without the first bound a topic of those would never let go of the thread.
            for (var left = buffer.Capacity; left > 0 && buffer.Room > 0 && !IsAtEnd && _consumer.Consume(TimeSpan.Zero) is { } result; left--)
            {
                Take(result, buffer);
            }
        }
        catch (ConsumeException error)
        {
            OnConsumeError(error);
        }
    }

    private void Take(ConsumeResult<bool, bool> result, SourceBuffer<T> buffer)
    {
        var split = _splitOf[result.Partition.Value];
        var cursor = _cursors[split];
        if (result.IsPartitionEOF)
        {
            Finish(cursor, result.Offset.Value);
            return;
        }

        if (_options.StopAtEnd && result.Offset.Value >= cursor.End)
        {
            Finish(cursor, cursor.End); // a record that came after the opening
            return;
        }

        cursor.Next = result.Offset.Value + 1;
        var message = result.Message;
        _intake.Take(
            new KafkaRecord
            {
                Topic = Topic,
                Partition = cursor.Partition,
                Offset = result.Offset.Value,
                HasKey = message.Key,
                Key = _key.Bytes,
                HasValue = message.Value,
                Value = _value.Bytes,
                Timestamp = KafkaTime.Ticks(message.Timestamp),
                Headers = message.Headers,
            },
            split,
            buffer);
        if (_options.StopAtEnd && cursor.Next >= cursor.End)
        {
            Finish(cursor, cursor.Next);
        }
    }

    private void Commit(TopicPartitionOffset[] offsets)
    {
        try
        {
            if (_committer is not null)
            {
                _committer.Commit(offsets);
            }
            else
            {
                _consumer.Commit(offsets);
            }
        }
        catch (Exception error) when (error is KafkaException or ObjectDisposedException)
        {
            CountCommitFailure();
        }
    }

    private void CountCommitFailure() => KafkaMeter.CommitFailures.Add(1, new KeyValuePair<string, object?>("topic", Topic));

    private void OnError(Error error)
    {
        if (error.Code is ErrorCode.Local_AllBrokersDown)
        {
            _fault = "no broker can be reached";
        }
    }

    private void OnConsumeError(ConsumeException error)
    {
        var code = error.Error.Code;
        if (code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            throw new SourceException(
                $"Topic '{Topic}' no longer holds the next record of {error.ConsumerRecord?.TopicPartition}: retention has removed it before it was read.", error);
        }

        if (error.Error.IsFatal || code is ErrorCode.Local_BadMsg or ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.Local_Authentication)
        {
            throw new SourceException($"Topic '{Topic}' cannot be read: {error.Error.Reason}.", error);
        }

        _fault = error.Error.Reason; // the next statistics clear it
    }
}
