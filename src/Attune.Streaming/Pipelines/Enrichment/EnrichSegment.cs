namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>Events whose results may leave in any order among themselves, but not before those of the segment in front: one event, or all between two watermarks.</summary>
internal sealed class EnrichSegment<TIn, TOut>
{
    private EnrichCall<TIn, TOut>? _first;
    private EnrichCall<TIn, TOut>? _last;

    /// <summary>Calls that have not ended.</summary>
    public int Running { get; set; }

    /// <summary>True when no event is added any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The watermark after the events, if there is one.</summary>
    public long? Watermark { get; set; }

    /// <summary>Takes a call that ended.</summary>
    public void Add(EnrichCall<TIn, TOut> ended)
    {
        Running--;
        if (_last is null)
        {
            _first = ended;
        }
        else
        {
            _last.Next = ended;
        }

        _last = ended;
    }

    /// <summary>Gives the calls that ended, in that order, each once.</summary>
    public EnrichCall<TIn, TOut>? Take()
    {
        var taken = _first;
        _first = taken?.Next;
        _last = _first is null ? null : _last;
        return taken;
    }
}
