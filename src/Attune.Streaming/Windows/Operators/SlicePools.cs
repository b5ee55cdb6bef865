namespace Attune.Streaming.Windows.Operators;

/// <summary>Memory of slices that are over, for the next ones.</summary>
internal sealed class SlicePools<TKey, TState>
    where TKey : notnull
{
    private readonly Stack<Slice<TKey, TState>> _free = new();
    private PoolSize _size;

    public ChunkPool<TableEntry<TKey, SliceEntry<TState>>> Entries { get; } = new();

    public ChunkPool<TState> Suffixes { get; } = new();

    public Slice<TKey, TState> Rent()
    {
        _size.Rented();
        return _free.TryPop(out var slice) ? slice : new Slice<TKey, TState>(this);
    }

    public void Return(Slice<TKey, TState> slice)
    {
        slice.Clear();
        if (_size.Returned(_free.Count))
        {
            _free.Push(slice);
        }
    }
}
