namespace Attune.Storage.Postgres;

/// <summary>Prepares the database: for readers once, for each connection that writes anew. While it cannot be, each call leads to one more attempt; calls during an attempt wait for that one.</summary>
internal sealed class PostgresReadiness(Func<CancellationToken, Task> prepare) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task? _attempt;
    private volatile bool _ready;

    /// <summary>Returns at once when the database is ready.</summary>
    /// <exception cref="StorageException">The attempt failed.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) => _ready ? ValueTask.CompletedTask : new ValueTask(Join().WaitAsync(cancellationToken));

    /// <summary>Prepares the database even if that was done before: since then it may have been made anew, or brought up to date by a newer program.</summary>
    /// <exception cref="StorageException">The attempt failed; who asks <see cref="EnsureAsync"/> does not see that.</exception>
    public Task PrepareAsync() => Join();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task Join()
    {
        lock (_gate)
        {
            if (_attempt is null or { IsCompleted: true })
            {
                var token = _stopping.Token;
                _attempt = Task.Run(() => RunAsync(token), CancellationToken.None);
            }

            return _attempt;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await prepare(cancellationToken);
        _ready = true;
    }
}
