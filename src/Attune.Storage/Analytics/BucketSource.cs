using Attune.Storage.Sql;

namespace Attune.Storage.Analytics;

/// <summary>A table that time buckets read, with the names that are allowed for it.</summary>
/// <param name="Table">Its name, also for callers.</param>
/// <param name="Metrics">Its numbers; null where they are fields of a JSON payload.</param>
/// <param name="Groups">Its columns to group by.</param>
/// <param name="Filters">The filters of <see cref="TimeBucketQuery"/> that apply to it.</param>
internal sealed record BucketSource(string Table, AllowList? Metrics, AllowList Groups, params string[] Filters)
{
    public const string MetricSamples = "metric_samples";

    private static readonly BucketSource[] All =
    [
        new("flows", Numbers(("bytes", "bytes_transferred")), Columns("source_ip", "destination", "protocol", "stream"), nameof(TimeBucketQuery.Stream)),
        new(
            "text_events", Numbers(("body_length", "length(body)"), ("is_spam", "CASE WHEN label = 'spam' THEN 1 ELSE 0 END")), Columns("label", "sender_domain", "stream"),
            nameof(TimeBucketQuery.Stream)),
        new("events", null, Columns("type", "user_id", "stream"), nameof(TimeBucketQuery.Stream), nameof(TimeBucketQuery.Type)),
        new("predictions", Numbers(("confidence", "confidence"), ("processing_ms", "processing_ms")), Columns("emotion", "model", "user_id")),
        new(MetricSamples, Numbers(("value", "value")), Columns("tags"), nameof(TimeBucketQuery.Name)),
    ];

    /// <exception cref="ArgumentException">There is no such source.</exception>
    public static BucketSource Find(string? name) =>
        Array.Find(All, source => string.Equals(source.Table, name, StringComparison.Ordinal))
        ?? throw AllowList.Unknown(nameof(TimeBucketQuery.Source), name, All.Select(source => source.Table));

    private static AllowList Numbers(params (string Name, string Sql)[] numbers) => new(nameof(TimeBucketQuery.Metric), numbers);

    private static AllowList Columns(params string[] columns) => new(nameof(TimeBucketQuery.GroupBy), [.. columns.Select(column => (column, column))]);
}
