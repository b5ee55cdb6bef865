namespace Attune.Streaming.Windows.Operators;

/// <summary>A part of sliding windows, as long as their slide: windows that overlap share it.</summary>
internal sealed class Slice<TKey, TState>(SlicePools<TKey, TState> pools) : GridWindow
    where TKey : notnull
{
    public KeyTable<TKey, SliceEntry<TState>> Table { get; } = new(pools.Entries);

    /// <summary>For each entry of a slice of the front: the sum of the key's slices from this one to the boundary.</summary>
    public ChunkList<TState> Suffixes { get; } = new(pools.Suffixes);

    public void Open(long start) => Start = start;

    public void Clear()
    {
        Table.Clear();
        Suffixes.Clear();
    }
}
