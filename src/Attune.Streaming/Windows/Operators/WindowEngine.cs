using Attune.Streaming.Aggregates;

namespace Attune.Streaming.Windows.Operators;

/// <summary>What the operators of all shapes share: taking events in one by one or in runs, whatever some of them throw.</summary>
internal abstract partial class WindowEngine<TKey, TIn, TState, TOut>(
    string shape, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output) : WindowOperator<TKey, TIn>
    where TKey : notnull
{
    // Written while events are taken in, so that a failure can be told from its place: see Add.
    private int _at;
    private int _runEnd;
    private bool _calling;

    public sealed override long Watermark => Now;

    protected Aggregate<TIn, TState, TOut> Aggregate { get; } = aggregate;

    protected WindowOptions Options { get; } = options;

    protected long Lateness { get; } = options.AllowedLateness.Ticks;

    /// <summary>The watermark.</summary>
    protected long Now { get; set; } = long.MinValue;

    /// <summary>The latest processing time.</summary>
    protected long Clock { get; set; }

    /// <summary>Whether a run of values can be given to the aggregate at once; it changes nothing when it throws then.</summary>
    protected bool TakesRuns { get; } = aggregate.TakesRuns;

    /// <summary>Events before this index are taken in one by one, because their run has failed.</summary>
    protected int SingleUntil { get; private set; }

    public sealed override void Add(ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values)
    {
        if (keys.Length != timestamps.Length || values.Length != timestamps.Length)
        {
            throw new ArgumentException("The columns must have one length.", nameof(timestamps));
        }

        (SingleUntil, _calling) = (0, false);
        for (var next = 0; next < timestamps.Length;)
        {
            _at = next;
            try
            {
                AddFrom(next, timestamps, keys, values);
                return;
            }
            catch (Exception error) when (!_calling)
            {
                next = Recover(error);
            }
        }
    }

    /// <summary>When the state of a window that ends then is let go.</summary>
    protected long CleanupOf(long end) => end == long.MaxValue ? end : WindowGrid.Saturated(end, Lateness);

    /// <summary>Takes in the events from <paramref name="start"/> on; calls <see cref="At"/> before whatever may throw.</summary>
    protected abstract void AddFrom(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values);

    /// <summary>Undoes what an event that failed has left, as an entry without a value.</summary>
    protected abstract void Undo();

    /// <summary>Notes which events are being taken in.</summary>
    protected void At(int index, int end) => (_at, _runEnd) = (index, end);

    protected void SendLate(int index)
    {
        _calling = true;
        output.OnLate(index);
        _calling = false;
    }

    protected void Send(TKey key, TimeWindow window, in TState state, int index, PaneTiming timing, bool isFinal, bool isRetraction = false)
    {
        // What a result or a receiver throws is no fault of the event at hand: it goes to the caller.
        _calling = true;
        output.OnPane(new Pane<TKey, TOut>(key, window, Aggregate.Result(in state), index, timing, isFinal, isRetraction));
        _calling = false;
    }

    protected static void CheckTime(long timestamp)
    {
        if ((ulong)timestamp > WindowGrid.MaxTicks)
        {
            throw new ArgumentOutOfRangeException(nameof(timestamp), timestamp, "The ticks are no instant from year 1 to 9999.");
        }
    }

    private int Recover(Exception error)
    {
        Undo();
        if (_runEnd - _at > 1)
        {
            SingleUntil = _runEnd;
            return _at;
        }

        _calling = true;
        output.OnFailed(_at, error);
        _calling = false;
        return _at + 1;
    }
}
