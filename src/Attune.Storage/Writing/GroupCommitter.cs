using System.Diagnostics;
using System.Threading.Channels;
using Attune.Storage.Sql;
using Attune.Tuning;

namespace Attune.Storage.Writing;

/// <summary>
/// Coalesces what concurrent callers write (group commit): each writer thread takes all requests that wait, up to the batch size, and commits them as one transaction.
/// </summary>
/// <remarks>
/// The queue is bounded: when it is full, callers wait. A request completes after its commit, so what was acknowledged is durable. A group that
/// is refused is tried again one request at a time, so that one bad request fails alone.
/// </remarks>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private readonly Channel<WriteRequest> _queue;
    private readonly StorageMeter _meter;
    private readonly TableVersions _versions;
    private readonly Tunable _batchSize;
    private readonly Tunable _delay;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IWriteSession> _sessions;
    private readonly Task[] _writers;

    /// <param name="sessions">One connection for each writer; they are disposed with this. Without any, every write is refused.</param>
    /// <param name="queueCapacity">Requests that may wait.</param>
    /// <param name="batchSize">Most rows of a group.</param>
    /// <param name="delay">How long a group waits for more once it has its first request, in milliseconds.</param>
    /// <param name="meter">Counts what was stored.</param>
    /// <param name="versions">Told which tables changed.</param>
    /// <param name="time">Clock of the delay.</param>
    public GroupCommitter(
        IReadOnlyList<IWriteSession> sessions, int queueCapacity, Tunable batchSize, Tunable delay, StorageMeter meter, TableVersions versions, TimeProvider time)
    {
        (_sessions, _batchSize, _delay, _meter, _versions, _time) = (sessions, batchSize, delay, meter, versions, time);
        _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(queueCapacity)
        {
            SingleReader = sessions.Count == 1,

            // Else a waiting writer thread would be woken by the thread pool, and sleep on while that is starved.
            AllowSynchronousContinuations = true,
        });
        meter.ObserveQueue(() => _queue.Reader.Count);
        _writers = [.. sessions.Select(Start)];
    }

    /// <summary>True without any session: the store only reads.</summary>
    public bool IsReadOnly => _writers.Length == 0;

    /// <exception cref="StorageException">The store only reads.</exception>
    public void ThrowIfReadOnly()
    {
        if (IsReadOnly)
        {
            throw new StorageException("The store was opened for reading only: nothing in it can be changed.");
        }
    }

    /// <summary>Queues a request and waits until it is durable.</summary>
    /// <exception cref="StorageException">It was not stored.</exception>
    public async Task WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly();
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new StorageException("The store is closed.");
        }

        await request.Completion;
    }

    /// <summary>Says that the store is closing, so that a write fails rather than waits for a database that is away.</summary>
    public void EndPatience()
    {
        foreach (var session in _sessions)
        {
            session.EndPatience();
        }
    }

    /// <summary>Writes what was queued, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers);
    }

    /// <summary>A thread of its own for each writer: blocking it is the point, and a starved thread pool cannot hold it up.</summary>
    private Task Start(IWriteSession session, int number)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            using (session)
            {
                Run(session);
            }

            stopped.SetResult();
        })
        { IsBackground = true, Name = $"attune-writer-{number}" };
        thread.Start();
        return stopped.Task;
    }

    private void Run(IWriteSession session)
    {
        var group = new List<WriteRequest>();
        var reader = _queue.Reader;
        while (reader.TryRead(out var first) || WaitForMore(reader, out first))
        {
            group.Clear();
            group.Add(first);
            Gather(group, first.Weight);
            Commit(session, group);
        }
    }

    private static bool WaitForMore(ChannelReader<WriteRequest> reader, out WriteRequest request)
    {
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (reader.TryRead(out request!))
            {
                return true;
            }
        }

        request = null!;
        return false;
    }

    private void Gather(List<WriteRequest> group, int weight)
    {
        var (most, delay) = (_batchSize.IntValue, TimeSpan.FromMilliseconds(_delay.Value));
        var start = _time.GetTimestamp();
        while (weight < most)
        {
            if (_queue.Reader.TryRead(out var next))
            {
                group.Add(next);
                weight += next.Weight;
            }
            else if (delay - _time.GetElapsedTime(start) is var left && (left <= TimeSpan.Zero || !Wait(left)))
            {
                return;
            }
        }
    }

    /// <summary>Whether something came within the time.</summary>
    private bool Wait(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        try
        {
            return _queue.Reader.WaitToReadAsync(timeout.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Commit(IWriteSession session, List<WriteRequest> group)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            session.Commit(group);
        }
        catch (Exception error)
        {
            _meter.Failures.Add(1);
            Fail(session, group, error as StorageException ?? new StorageException($"The write failed: {error.Message}", error));
            return;
        }

        _meter.CommitDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        foreach (var request in group)
        {
            Acknowledge(request);
        }
    }

    private void Fail(IWriteSession session, List<WriteRequest> group, StorageException error)
    {
        if (group.Count == 1 || error.IsTransient)
        {
            foreach (var request in group)
            {
                // Where only the answer was lost, it may be stored all the same: what was read before must not pass for current.
                Advance(request);
                request.Fail(error);
            }

            return;
        }

        foreach (var request in group)
        {
            Commit(session, [request]);
        }
    }

    private void Acknowledge(WriteRequest request)
    {
        foreach (var step in request.Steps)
        {
            if (step is InsertStep insert)
            {
                _meter.CountRows(insert.Target.Table, insert.AddedCount);
                _meter.Duplicates.Add(insert.Count - insert.AddedCount);
            }
        }

        Advance(request);
        request.Complete();
    }

    private void Advance(WriteRequest request)
    {
        foreach (var step in request.Steps)
        {
            _versions.Advance(step.Tables);
        }
    }
}
