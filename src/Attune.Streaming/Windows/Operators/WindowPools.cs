namespace Attune.Streaming.Windows.Operators;

/// <summary>Memory of closed windows, for the next ones.</summary>
internal sealed class WindowPools<TKey, TState>
    where TKey : notnull
{
    private readonly Stack<OpenWindow<TKey, TState>> _free = new();
    private PoolSize _size;

    public ChunkPool<TableEntry<TKey, TState>> Entries { get; } = new();

    public ChunkPool<PaneState> Panes { get; } = new();

    public OpenWindow<TKey, TState> Rent()
    {
        _size.Rented();
        return _free.TryPop(out var window) ? window : new OpenWindow<TKey, TState>(this);
    }

    public void Return(OpenWindow<TKey, TState> window)
    {
        window.Clear();
        if (_size.Returned(_free.Count))
        {
            _free.Push(window);
        }
    }
}
