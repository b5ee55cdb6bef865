namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>Collects results in memory: for tests and small jobs.</summary>
public sealed class CollectSink<T> : ISink<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _items = [];

    /// <summary>What was written so far, in order; a copy. Safe to call at any time.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _items.AddRange(items.Span);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
