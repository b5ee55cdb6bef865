using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Tests.Pipelines.Running;

/// <summary>A sink that waits in each write until it is let go on.</summary>
public sealed class GatedSink<T> : ISink<T>
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<T> _items = [];
    private int _writes;

    public IReadOnlyList<T> Items => _items;

    /// <summary>Writes that have begun.</summary>
    public int Writes => Volatile.Read(ref _writes);

    public bool IsDisposed { get; private set; }

    public void Open() => _open.TrySetResult();

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        await _open.Task.WaitAsync(cancellationToken);
        _items.AddRange(items.Span);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
