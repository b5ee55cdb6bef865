namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>One event that is being enriched.</summary>
internal sealed class EnrichCall<TIn, TOut>(TIn item, long timestamp, EnrichSegment<TIn, TOut> segment)
{
    public TIn Item => item;

    public long Timestamp => timestamp;

    public EnrichSegment<TIn, TOut> Segment => segment;

    /// <summary>What came of it; set before the call is handed back.</summary>
    public EnrichOutcome<TOut> Outcome { get; set; }

    /// <summary>True if the pipeline's end cut it off: then there is no outcome.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The call of the same segment that ended after this one.</summary>
    public EnrichCall<TIn, TOut>? Next { get; set; }
}
