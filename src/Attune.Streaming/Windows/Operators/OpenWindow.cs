namespace Attune.Streaming.Windows.Operators;

/// <summary>One window that is not yet over, with its keys. Used again for another window when it is.</summary>
internal sealed class OpenWindow<TKey, TState>(WindowPools<TKey, TState> pools) : GridWindow
    where TKey : notnull
{
    /// <summary>End in ticks; <see cref="long.MaxValue"/> for all time.</summary>
    public long End { get; private set; }

    /// <summary>Goes up when the window is over, so that what still points to it can tell.</summary>
    public int Generation { get; private set; }

    public KeyTable<TKey, TState> Table { get; } = new(pools.Entries);

    /// <summary>The panes of each entry of the table, where they are followed.</summary>
    public ChunkList<PaneState> Panes { get; } = new(pools.Panes);

    public TimeWindow Window { get; private set; }

    public void Open(long start, long end) => (Start, End, Window) = (start, end, WindowGrid.Window(start, end));

    public void Clear()
    {
        Generation++;
        Table.Clear();
        Panes.Clear();
    }
}
