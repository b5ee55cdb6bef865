namespace Attune.Realtime.Client.Subscriptions;

/// <summary>The last sequence of each channel of a subscription. Thread-safe: the reader of the connection moves it, who subscribes reads it.</summary>
internal sealed class Positions
{
    /// <summary>A pattern may match names without end; beyond this the half that was silent longest is forgotten.</summary>
    public const int MaxChannels = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _moves;

    /// <summary>True when the sequence has been passed already.</summary>
    public bool Covers(string channel, long sequence)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(channel, out var entry) && sequence <= entry.Sequence;
        }
    }

    /// <summary>Moves on to the sequence; never back.</summary>
    public void MoveTo(string channel, long sequence)
    {
        lock (_gate)
        {
            var isKnown = _entries.TryGetValue(channel, out var entry);
            if (!isKnown && _entries.Count >= MaxChannels)
            {
                foreach (var (name, _) in _entries.OrderBy(item => item.Value.Move).Take(MaxChannels / 2).ToList())
                {
                    _entries.Remove(name);
                }
            }

            _entries[channel] = new Entry(isKnown ? Math.Max(sequence, entry.Sequence) : sequence, ++_moves, IsResumed: true);
        }
    }

    /// <summary>Takes the sequence for a channel of which nothing is known yet.</summary>
    public void BeginAt(string channel, long sequence)
    {
        lock (_gate)
        {
            if (!_entries.ContainsKey(channel))
            {
                MoveTo(channel, sequence);
            }
        }
    }

    /// <summary>Another subscription takes the channel over.</summary>
    public void Forget(string channel)
    {
        lock (_gate)
        {
            _entries.Remove(channel);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>All positions, those that moved last first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Latest()
    {
        lock (_gate)
        {
            return [.. _entries.OrderByDescending(item => item.Value.Move).Select(item => KeyValuePair.Create(item.Key, item.Value.Sequence))];
        }
    }

    /// <summary>The server was asked to go on for the first of these, and not for the others.</summary>
    public void MarkResumed(IReadOnlyList<KeyValuePair<string, long>> positions, int resumed)
    {
        lock (_gate)
        {
            for (var i = 0; i < positions.Count; i++)
            {
                if (_entries.TryGetValue(positions[i].Key, out var entry))
                {
                    _entries[positions[i].Key] = entry with { IsResumed = i < resumed };
                }
            }
        }
    }

    /// <summary>The first sequence that may be missing before this one because the server was not asked to go on; null when none is.</summary>
    public long? FirstMissing(string channel, long sequence)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(channel, out var entry) && !entry.IsResumed && sequence > entry.Sequence + 1 ? entry.Sequence + 1 : null;
        }
    }

    private readonly record struct Entry(long Sequence, long Move, bool IsResumed);
}
