namespace Attune.Realtime.Delivery;

/// <summary>The outboxes that one publication has given something to send, by the flusher that serves them.</summary>
internal sealed class DirtyOutboxes(IReadOnlyList<Flusher> flushers)
{
    private readonly List<Outbox>[] _dirty = [.. flushers.Select(_ => new List<Outbox>())];

    public void Add(Outbox outbox) => _dirty[outbox.Flusher.Index].Add(outbox);

    /// <summary>Lets the flushers begin.</summary>
    public void Schedule()
    {
        for (var i = 0; i < _dirty.Length; i++)
        {
            if (_dirty[i].Count > 0)
            {
                flushers[i].Schedule(_dirty[i]);
                _dirty[i].Clear();
            }
        }
    }
}
