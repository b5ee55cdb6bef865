namespace Attune.Storage;

/// <summary>Which number to summarise over time. The latest bucket comes first, its groups in order of their names.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>source</term><description>metrics; groups; filters</description></listheader>
/// <item><term>flows</term><description><c>bytes</c>; <c>source_ip, destination, protocol, stream</c>; Stream</description></item>
/// <item><term>text_events</term><description><c>body_length</c> (characters), <c>is_spam</c> (0 or 1); <c>label, sender_domain, stream</c>; Stream</description></item>
/// <item><term>events</term><description>a field of the payload, letters, digits and underscores; <c>type, user_id, stream</c>; Stream, Type</description></item>
/// <item><term>predictions</term><description><c>confidence, processing_ms</c>; <c>emotion, model, user_id</c>; none</description></item>
/// <item><term>metric_samples</term><description><c>value</c>; <c>tags</c>; Name, which is required</description></item>
/// </list>
/// Of an event's field only JSON numbers count, and of those only the ones whose square a double can hold: text, null, missing and nested values are passed over.
/// </remarks>
public sealed record TimeBucketQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Longest name of a payload's field.</summary>
    public const int MaxFieldLength = 64;

    /// <summary>Values from here on are passed over: their squares would leave a double's range.</summary>
    public const double LargestValue = 1e150;

    /// <summary>Shortest <see cref="Bucket"/>: 1 s.</summary>
    public static readonly TimeSpan MinBucket = TimeSpan.FromSeconds(1);

    /// <summary>What to read: <c>flows, text_events, events, predictions</c> or <c>metric_samples</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Which number.</summary>
    public required string Metric { get; init; }

    /// <summary>By what to group beside time; null for one group.</summary>
    public string? GroupBy { get; init; }

    /// <summary>Length of a bucket, at least <see cref="MinBucket"/>, in whole milliseconds.</summary>
    public required TimeSpan Bucket { get; init; }

    /// <summary>Only values at or after this instant, UTC.</summary>
    public required DateTime From { get; init; }

    /// <summary>Only values before this instant, UTC.</summary>
    public required DateTime To { get; init; }

    /// <summary>Only of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only events of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only samples of this metric.</summary>
    public string? Name { get; init; }

    /// <summary>Most buckets to return, each group counted, 1 to <see cref="MaxLimit"/>. Default 1,000.</summary>
    public int Limit { get; init; } = 1000;
}
