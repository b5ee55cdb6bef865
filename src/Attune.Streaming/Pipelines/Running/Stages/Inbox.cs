using Attune.Streaming.Pipelines.Running.Meters;

namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>What waits for one worker: a bounded queue for each sender. Safe for concurrent use by one thread of each sender and one receiver.</summary>
internal sealed class Inbox<TBatch>
    where TBatch : class, IStageBatch
{
    private readonly Lock _gate = new();
    private readonly InboxQueue<TBatch>[] _queues;
    private readonly int _worker;
    private readonly int _capacity;
    private readonly OverflowPolicy _overflow;
    private readonly PipelineMeter _meter;
    private readonly StageMeter _stage;
    private TaskCompletionSource? _receiver;
    private bool _aborted;
    private int _turn;

    public Inbox(int worker, int senders, int capacity, OverflowPolicy overflow, PipelineMeter meter, StageMeter stage)
    {
        (_worker, _capacity, _overflow, _meter, _stage) = (worker, capacity, overflow, meter, stage);
        _queues = new InboxQueue<TBatch>[senders];
        for (var i = 0; i < senders; i++)
        {
            _queues[i] = new InboxQueue<TBatch>();
        }
    }

    public int Senders => _queues.Length;

    /// <summary>Fill of the fullest queue, 0 to 1.</summary>
    public double Fill
    {
        get
        {
            lock (_gate)
            {
                return _queues.Max(queue => queue.Batches) / (double)_capacity;
            }
        }
    }

    /// <summary>Sends a batch. When the queue is full the policy decides.</summary>
    /// <exception cref="OperationCanceledException">The run has been ended.</exception>
    public async ValueTask SendAsync(int sender, TBatch batch)
    {
        while (!TrySend(sender, batch, out var room))
        {
            await room;
        }
    }

    /// <summary>Sends what needs no room.</summary>
    public void Post(int sender, in Message<TBatch> message)
    {
        lock (_gate)
        {
            ThrowIfAborted();
            _queues[sender].Add(message);
            Wake();
        }
    }

    /// <summary>Takes the next message of a sender that is not held, in turn.</summary>
    public bool TryTake(out int sender, out Message<TBatch> message)
    {
        lock (_gate)
        {
            ThrowIfAborted();
            for (var i = 0; i < _queues.Length; i++)
            {
                _turn = _turn + 1 >= _queues.Length ? 0 : _turn + 1;
                var queue = _queues[_turn];
                if (queue.Count > 0 && !queue.IsHeld)
                {
                    (sender, message) = (_turn, queue.Take());
                    if (queue.Batches <= _capacity / 2)
                    {
                        // Not at the first free place: the two would wake each other for every batch.
                        queue.Sender?.TrySetResult();
                        queue.Sender = null;
                    }

                    return true;
                }
            }
        }

        (sender, message) = (-1, default);
        return false;
    }

    /// <summary>Completes when there may be something to take.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            ThrowIfAborted();
            foreach (var queue in _queues)
            {
                if (queue.Count > 0 && !queue.IsHeld)
                {
                    return Task.CompletedTask;
                }
            }

            _receiver ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _receiver.Task;
        }
    }

    /// <summary>Takes nothing more from a sender until <see cref="ReleaseAll"/>.</summary>
    public void Hold(int sender)
    {
        lock (_gate)
        {
            _queues[sender].IsHeld = true;
        }
    }

    public void ReleaseAll()
    {
        lock (_gate)
        {
            foreach (var queue in _queues)
            {
                queue.IsHeld = false;
            }
        }
    }

    /// <summary>Lets everyone who waits, or comes later, fail.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _aborted = true;
            Wake();
            foreach (var queue in _queues)
            {
                queue.Sender?.TrySetResult();
                queue.Sender = null;
            }
        }
    }

    private bool TrySend(int sender, TBatch batch, out Task room)
    {
        room = Task.CompletedTask;
        lock (_gate)
        {
            ThrowIfAborted();
            var queue = _queues[sender];
            if (queue.Batches < _capacity)
            {
                queue.Add(new Message<TBatch>(MessageKind.Batch, batch));
                Wake();
                return true;
            }

            switch (_overflow)
            {
                case OverflowPolicy.DropOldest when queue.TryDropOldest(out var oldest):
                    Drop(oldest);
                    queue.Add(new Message<TBatch>(MessageKind.Batch, batch));
                    return true;
                case OverflowPolicy.DropNewest:
                    if (batch.LastWatermark is { } watermark)
                    {
                        queue.Add(new Message<TBatch>(MessageKind.Watermark, Time: watermark));
                    }

                    Drop(batch);
                    return true;
                default:
                    queue.Sender = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = queue.Sender.Task;
                    return false;
            }
        }
    }

    private void Drop(TBatch batch)
    {
        _meter.Drop(_stage, batch.CountFor(_worker));
        batch.Release();
    }

    private void Wake()
    {
        _receiver?.TrySetResult();
        _receiver = null;
    }

    private void ThrowIfAborted()
    {
        if (_aborted)
        {
            throw new OperationCanceledException("The pipeline has been ended.");
        }
    }
}
