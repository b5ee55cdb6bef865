using System.Diagnostics;
using System.Threading.Channels;
using Attune.Tuning;

namespace Attune.Storage.Sqlite;

/// <summary>
/// The single writer: one thread that takes all requests that wait, up to the batch size, and commits them as one transaction (group commit).
/// </summary>
/// <remarks>The queue is bounded: when it is full, callers wait. A request completes after its commit, so what was acknowledged is durable.</remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<Request> _queue;
    private readonly SqliteWriteSession _session;
    private readonly StorageMeter _meter;
    private readonly Tunable _batchSize;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(SqliteWriteSession session, int queueCapacity, Tunable batchSize, Func<Func<int>, StorageMeter> meter)
    {
        _session = session;
        _batchSize = batchSize;
        _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(queueCapacity) { SingleReader = true });
        _meter = meter(() => _queue.Reader.Count);
        _thread = new Thread(Run) { IsBackground = true, Name = "attune-sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Queues work for the next transaction; it runs on the writer's thread. The weight is its number of events.</summary>
    public async Task<T> EnqueueAsync<T>(int weight, Func<SqliteWriteSession, T> work, CancellationToken cancellationToken)
    {
        var request = new Request<T>(weight, work);
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new StorageException("The store is closed.");
        }

        return await request.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopped.Task;
        _session.Dispose();
        _meter.Dispose();
    }

    public void Count(string table, long rows)
    {
        if (rows > 0)
        {
            _meter.Rows.Add(rows, new KeyValuePair<string, object?>("table", table));
        }
    }

    public void CountDuplicates(long duplicates) => _meter.Duplicates.Add(duplicates);

    private void Run()
    {
        var group = new List<Request>();
        var reader = _queue.Reader;
        while (reader.TryRead(out var first) || WaitForMore(reader, out first))
        {
            group.Clear();
            group.Add(first);
            var weight = first.Weight;
            while (weight < _batchSize.IntValue && reader.TryRead(out var next))
            {
                group.Add(next);
                weight += next.Weight;
            }

            Commit(group);
        }

        _stopped.SetResult();
    }

    private static bool WaitForMore(ChannelReader<Request> reader, out Request request)
    {
        // This thread is the writer's own: blocking it is the point.
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

    private void Commit(List<Request> group)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            _session.Begin();
            foreach (var request in group)
            {
                request.Run(_session);
            }

            _session.Commit();
        }
        catch (Exception error)
        {
            _session.Rollback();
            _meter.Failures.Add(1);
            foreach (var request in group)
            {
                request.Fail(error as StorageException ?? new StorageException($"The write failed: {error.Message}", error));
            }

            return;
        }

        _meter.CommitDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        foreach (var request in group)
        {
            request.Complete();
        }
    }

    private abstract class Request(int weight)
    {
        public int Weight { get; } = weight;

        public abstract void Run(SqliteWriteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Request<T>(int weight, Func<SqliteWriteSession, T> work) : Request(weight)
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Completion => _completion.Task;

        public override void Run(SqliteWriteSession session) => _result = work(session);

        public override void Complete() => _completion.SetResult(_result!);

        public override void Fail(Exception error) => _completion.SetException(error);
    }
}
