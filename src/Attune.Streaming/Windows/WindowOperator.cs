using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows;

/// <summary>
/// The windows of one partition: takes columns of events in and gives panes out. Not thread-safe; it waits for nothing and reads no clock.
/// </summary>
/// <typeparam name="TKey">Key of the windows.</typeparam>
/// <typeparam name="TIn">Value of an event.</typeparam>
public abstract class WindowOperator<TKey, TIn>
    where TKey : notnull
{
    private protected WindowOperator()
    {
    }

    /// <summary>The latest watermark, UTC ticks.</summary>
    public abstract long Watermark { get; }

    /// <summary>Number of states that are held: one for each key in each open window, slice or session.</summary>
    public abstract long StateCount { get; }

    /// <summary>Takes events in: three columns of one length, all judged against the present watermark.</summary>
    public abstract void Add(ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values);

    /// <summary>Moves event time on (UTC ticks; one that goes back is ignored) and fires what is due. <see cref="long.MaxValue"/> ends all windows, the global one too.</summary>
    public abstract void AdvanceWatermark(long watermark);

    /// <summary>Moves processing time on (UTC ticks) and fires what is due by it.</summary>
    public abstract void AdvanceProcessingTime(long now);

    /// <summary>Writes the whole state.</summary>
    public abstract void Save(StateWriter writer, IStateSerializer<TKey> keys);

    /// <summary>Adds a state that <see cref="Save"/> wrote, of this or another partition; only keys for which <paramref name="owned"/> is true.</summary>
    /// <remarks>
    /// Called before any event is added; several times if the keys of several partitions come together. The states are of one checkpoint, so their
    /// watermarks are equal; if not, the earliest holds, and no pane on time is sent again for keys whose window was sent. After an exception the operator
    /// is of no use.
    /// </remarks>
    /// <exception cref="CheckpointException">The state is damaged or of another kind of window or aggregate.</exception>
    public abstract void Load(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned);
}
