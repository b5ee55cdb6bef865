using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Watermarks;

/// <summary>
/// The watermark of a source with several splits: each trails its latest event by a bound, rounded down to a step; the least of them counts.
/// A split that is silent for long is left out until it speaks again. Not thread-safe.
/// </summary>
internal sealed class SplitWatermarks
{
    private readonly long _bound;
    private readonly long _step;
    private readonly long? _idleAfter;
    private readonly Dictionary<int, Split> _splits = [];
    private bool _isLess;

    /// <summary>Makes it.</summary>
    /// <param name="bound">How much later than newer events of its split an event may come.</param>
    /// <param name="step">The watermark is a whole multiple of this; less than a tick counts as a tick.</param>
    /// <param name="idleAfter">Processing time after which a silent split is left out; null: never.</param>
    public SplitWatermarks(TimeSpan bound, TimeSpan step, TimeSpan? idleAfter)
    {
        (_bound, _step, _idleAfter) = (bound.Ticks, Math.Max(1, step.Ticks), idleAfter?.Ticks);
    }

    /// <summary>The watermark, UTC ticks; <see cref="long.MinValue"/> before the first event. It only moves forwards.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>Says which splits the source has: those that have not spoken hold the watermark back, those that are gone do not.</summary>
    public void SetSplits(IReadOnlyCollection<int> splits, long now)
    {
        foreach (var gone in _splits.Keys.Except(splits).ToList())
        {
            _splits.Remove(gone);
            _isLess = true;
        }

        foreach (var split in splits)
        {
            Find(split, now);
        }
    }

    /// <summary>Says that a split has events.</summary>
    /// <returns>The time from which on an event moves the split's watermark; events before it need not be observed.</returns>
    public long Speak(int split, long now)
    {
        var found = Find(split, now);
        (found.SpokeAt, found.IsIdle) = (now, false);
        return found.Next;
    }

    /// <summary>Takes note of one event of a split that has spoken.</summary>
    /// <param name="split">The split.</param>
    /// <param name="timestamp">Its time, UTC ticks.</param>
    /// <param name="next">As <see cref="Speak"/> returns it.</param>
    /// <returns>True if the watermark moved.</returns>
    public bool Observe(int split, long timestamp, out long next)
    {
        var found = _splits[split];
        var trailing = timestamp - _bound;
        var moved = false;
        if (timestamp >= found.Next)
        {
            found.Watermark = trailing - (((trailing % _step) + _step) % _step);
            found.Next = After(found.Watermark);
            moved = Raise();
        }

        next = found.Next;
        return moved;
    }

    /// <summary>Leaves out splits that have been silent for too long, or are gone; true if the watermark moved.</summary>
    public bool LeaveOut(long now)
    {
        foreach (var split in _splits.Values)
        {
            if (!split.IsIdle && now - split.SpokeAt >= _idleAfter)
            {
                _isLess = split.IsIdle = true;
            }
        }

        var moved = _isLess && Raise();
        _isLess = false;
        return moved;
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(Watermark);
        writer.Write(_splits.Count);
        foreach (var (id, split) in _splits)
        {
            writer.Write(id);
            writer.Write(split.Watermark);
        }
    }

    /// <summary>Reads a state that <see cref="Save"/> wrote.</summary>
    public void Load(StateReader reader, long now)
    {
        Watermark = reader.Read<long>();
        for (var count = reader.Read<int>(); count > 0; count--)
        {
            var split = Find(reader.Read<int>(), now);
            split.Watermark = reader.Read<long>();
            split.Next = After(split.Watermark);
        }
    }

    private long After(long watermark) => watermark == long.MinValue ? long.MinValue : watermark + _step + _bound;

    private bool Raise()
    {
        var least = long.MaxValue;
        foreach (var split in _splits.Values)
        {
            least = split.IsIdle ? least : Math.Min(least, split.Watermark);
        }

        if (least == long.MaxValue || least <= Watermark)
        {
            return false;
        }

        Watermark = least;
        return true;
    }

    private Split Find(int id, long now)
    {
        if (!_splits.TryGetValue(id, out var split))
        {
            split = new Split { SpokeAt = now };
            _splits.Add(id, split);
        }

        return split;
    }

    private sealed class Split
    {
        public long Watermark { get; set; } = long.MinValue;

        public long Next { get; set; } = long.MinValue;

        public long SpokeAt { get; set; }

        public bool IsIdle { get; set; }
    }
}
