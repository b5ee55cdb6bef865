using System.Threading.Channels;

namespace Attune.Streaming.Partitions;

/// <summary>
/// Spreads events over partitions by key; each partition has a bounded queue and one worker, so events of one key keep their order.
/// </summary>
/// <remarks>
/// A watermark travels in line with the events. When every partition has passed it, what they closed is handed on as one list; watermarks
/// are handed on in the order in which they were sent. Full queues hold the sender back. A worker that fails stops the pipeline: the error
/// comes out of the next call. One sender at a time.
/// </remarks>
public sealed class PartitionedPipeline<TEvent, TResult> : IAsyncDisposable
{
    private readonly Partition[] _partitions;
    private readonly Func<TEvent, uint> _hash;
    private readonly Channel<Barrier> _barriers;
    private readonly Func<DateTime, IReadOnlyList<TResult>, Task> _onWatermark;
    private readonly CancellationTokenSource _failed = new();
    private readonly Task _workers;
    private bool _disposed;

    /// <summary>Starts the workers.</summary>
    /// <param name="partitions">Number of partitions, at least 1.</param>
    /// <param name="capacity">Batches that may wait for a partition.</param>
    /// <param name="hash">Stable hash of an event's key.</param>
    /// <param name="create">Makes the processor of a partition.</param>
    /// <param name="onWatermark">Receives each watermark with all that the partitions closed at it.</param>
    public PartitionedPipeline(
        int partitions,
        int capacity,
        Func<TEvent, uint> hash,
        Func<int, IPartitionProcessor<TEvent, TResult>> create,
        Func<DateTime, IReadOnlyList<TResult>, Task> onWatermark)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _hash = hash;
        _onWatermark = onWatermark;
        _partitions = [.. Enumerable.Range(0, partitions).Select(index => new Partition(create(index), capacity))];
        _barriers = Channel.CreateBounded<Barrier>(capacity);
        _workers = Task.WhenAll([.. _partitions.Select(partition => Guard(partition.RunAsync)), Guard(ReportAsync)]);
    }

    /// <summary>Sends events and, after them, a watermark; waits while a queue is full.</summary>
    public async ValueTask SendAsync(IReadOnlyList<TEvent> records, DateTime? watermark, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var barrier = watermark is { } time ? new Barrier(time, _partitions.Length) : null;
        var batches = new List<TEvent>?[_partitions.Length];
        foreach (var record in records)
        {
            (batches[_hash(record) % (uint)_partitions.Length] ??= []).Add(record);
        }

        await SendAsync(batches, barrier, cancellationToken);
    }

    /// <summary>Completes when everything sent so far was processed and its watermarks were handed on.</summary>
    public async Task DrainAsync()
    {
        var barrier = new Barrier(null, _partitions.Length);
        await SendAsync(new List<TEvent>?[_partitions.Length], barrier, CancellationToken.None);
        await await Task.WhenAny(barrier.Reported, _workers);
    }

    /// <summary>Processes what was sent, then stops the workers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var partition in _partitions)
        {
            partition.Queue.Writer.TryComplete();
        }

        _barriers.Writer.TryComplete();
        await _workers;
        _failed.Dispose();
    }

    private async ValueTask SendAsync(List<TEvent>?[] batches, Barrier? barrier, CancellationToken cancellationToken)
    {
        if (_failed.IsCancellationRequested)
        {
            await _workers;
        }

        // Once begun, a batch goes to all partitions: half a batch or half a watermark would be worse than a late cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            for (var i = 0; i < _partitions.Length; i++)
            {
                if (barrier is not null || batches[i] is not null)
                {
                    await _partitions[i].Queue.Writer.WriteAsync(new Work(batches[i], barrier), _failed.Token);
                }
            }

            if (barrier is not null)
            {
                await _barriers.Writer.WriteAsync(barrier, _failed.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            await _workers;
            throw;
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        await foreach (var barrier in _barriers.Reader.ReadAllAsync(cancellationToken))
        {
            var closed = await barrier.AllPassed.WaitAsync(cancellationToken);
            if (barrier.Watermark is { } watermark)
            {
                await _onWatermark(watermark, closed);
            }

            barrier.Report();
        }
    }

    private async Task Guard(Func<CancellationToken, Task> work)
    {
        try
        {
            await Task.Run(() => work(_failed.Token));
        }
        catch (OperationCanceledException) when (_failed.IsCancellationRequested)
        {
            // Another worker failed; its error is the one to report.
        }
        catch
        {
            await _failed.CancelAsync();
            throw;
        }
    }

    private readonly record struct Work(List<TEvent>? Records, Barrier? Barrier);

    private sealed class Barrier(DateTime? watermark, int partitions)
    {
        private readonly TaskCompletionSource<IReadOnlyList<TResult>> _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<TResult> _closed = [];
        private int _missing = partitions;

        public DateTime? Watermark => watermark;

        public Task<IReadOnlyList<TResult>> AllPassed => _passed.Task;

        public Task Reported => _reported.Task;

        public void Pass(List<TResult> closed)
        {
            lock (_closed)
            {
                _closed.AddRange(closed);
                if (--_missing == 0)
                {
                    _passed.SetResult(_closed);
                }
            }
        }

        public void Report() => _reported.SetResult();
    }

    private sealed class Partition(IPartitionProcessor<TEvent, TResult> processor, int capacity)
    {
        public Channel<Work> Queue { get; } =
            Channel.CreateBounded<Work>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var closed = new List<TResult>();
            await foreach (var work in Queue.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var record in work.Records ?? [])
                {
                    processor.Process(record);
                }

                if (work.Barrier is { } barrier)
                {
                    if (barrier.Watermark is { } watermark)
                    {
                        processor.AdvanceWatermark(watermark, closed);
                    }

                    barrier.Pass(closed);
                    closed.Clear();
                }
            }
        }
    }
}
