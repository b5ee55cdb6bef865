using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Groups;
using Attune.Streaming.Kafka.Measurement;
using Attune.Streaming.Kafka.Sources;
using Attune.Streaming.Pipelines.Running;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka;

/// <summary>A member of a <see cref="KafkaStreamGroup{T}"/>, and the pipelines of its partitions. All members may be called from any thread.</summary>
public sealed class KafkaGroupMember : IAsyncDisposable, IOffsetCommitter
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly string _group;
    private readonly PartitionRuns _runs;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile bool _leaving;
    private volatile bool _crashing;

    internal KafkaGroupMember(KafkaOptions kafka, KafkaGroupOptions options, Func<int, IOffsetCommitter, Task<PipelineRun>> start)
    {
        _group = options.Group;
        _runs = new PartitionRuns(partition => start(partition, this));
        var config = ClientSettings.Consumer(kafka, options.Group);
        config.GroupInstanceId = string.IsNullOrEmpty(options.Instance) ? null : options.Instance;
        config.StatisticsIntervalMs = 1000;
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Note(error))
            .SetStatisticsHandler((_, statistics) => Fault = Fault is not null && BrokerStates.IsAnyUp(statistics) ? null : Fault)
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => OnLost(partitions))
            .Build();
        _consumer.Subscribe(options.Topic);
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka group {options.Group}" };
        _thread.Start();
    }

    /// <summary>Completes when the member has left, or with the error of a pipeline or of the group.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The partitions whose pipelines run here now.</summary>
    public IReadOnlyList<int> Partitions => _runs.Partitions;

    /// <summary>What the pipelines have done since they were started here, by partition.</summary>
    public IReadOnlyDictionary<int, PipelineStatistics> Statistics => _runs.Statistics;

    /// <summary>What keeps the member from the group, for example brokers that are away; null when nothing does.</summary>
    public string? Fault { get; private set; }

    /// <summary>Gives all partitions away, each with a checkpoint and its offset, and leaves.</summary>
    /// <exception cref="Exception">What <see cref="Completion"/> has failed with.</exception>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        _leaving = true;
        await Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Ends at once, without checkpoints or commits and without leaving, as a crash would. After <see cref="LeaveAsync"/> it frees what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _crashing = true;
        _leaving = true;
        await Task.Run(_thread.Join);
        await _runs.DropAllAsync();
        await ClientClosing.CloseAsync(_consumer.Dispose);
    }

    void IOffsetCommitter.Commit(IReadOnlyList<TopicPartitionOffset> offsets) => _consumer.Commit(offsets);

    private void Run()
    {
#pragma warning disable CA1031 // Every error ends the member and is its result.
        try
        {
            while (!_leaving)
            {
                Step();
                _runs.ThrowIfFailed();
            }

            if (!_crashing)
            {
                _consumer.Close(); // gives the partitions away first
                _runs.ThrowIfFailed();
            }

            _completion.TrySetResult();
        }
        catch (Exception error)
        {
            _runs.DropAllAsync().AsTask().GetAwaiter().GetResult();
            Leave();
            _completion.TrySetException(error);
            _ = _completion.Task.Exception; // whoever waits gets it
        }
#pragma warning restore CA1031
    }

    private void Step()
    {
        try
        {
            _consumer.Consume(Poll); // keeps the membership; the partitions' own sources read
            PauseAll();
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            Note(error.Error);
        }
    }

    private void PauseAll()
    {
        if (_runs.TakeChanged() && _consumer.Assignment is { Count: > 0 } assignment)
        {
            _consumer.Pause(assignment);
        }
    }

    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        Fault = null;
        Count("assigned");
        _runs.StartAsync(Numbers(partitions)).GetAwaiter().GetResult();

        // The member itself reads nothing: it begins at the end and is paused.
        return partitions.ConvertAll(partition => new TopicPartitionOffset(partition, Offset.End));
    }

    private void OnRevoked(List<TopicPartitionOffset> partitions)
    {
        Count("revoked");
        _runs.StopAsync(Numbers(partitions.ConvertAll(offset => offset.TopicPartition))).GetAwaiter().GetResult();
    }

    private void OnLost(List<TopicPartitionOffset> partitions)
    {
        Count("lost");
        _runs.DropAsync(Numbers(partitions.ConvertAll(offset => offset.TopicPartition))).GetAwaiter().GetResult();
    }

    private void Leave()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException)
        {
            // It is taken for dead after its session's time.
        }
    }

    private static int[] Numbers(List<TopicPartition> partitions) => [.. partitions.Select(partition => partition.Partition.Value)];

    private void Count(string kind) => KafkaMeter.Rebalances.Add(1, new("group", _group), new("kind", kind));

    private void Note(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown || error.IsFatal)
        {
            Fault = error.Reason;
        }
    }
}
