using Attune.Storage.Sql;

namespace Attune.Storage.Analytics;

/// <summary>The query for time buckets.</summary>
internal static class TimeBuckets
{
    /// <exception cref="ArgumentException">A name, filter, number or the time range is not allowed.</exception>
    public static SqlQuery ToSql(TimeBucketQuery query, BucketSource source, SqlDialect dialect)
    {
        Check(query, source);
        var group = query.GroupBy is null ? "CAST(NULL AS TEXT)" : source.Groups[query.GroupBy];
        var sql = new SqlQuery($"buckets.{source.Table}", $"""
            SELECT bucket, category, {dialect.Statistics("number")} FROM (
                SELECT timestamp / @bucket * @bucket AS bucket, {group} AS category, CAST({Number(query, source, dialect)} AS DOUBLE PRECISION) AS number
                FROM {source.Table}
            """).With("bucket", (long)query.Bucket.TotalMilliseconds);
        if (source.Table == BucketSource.MetricSamples)
        {
            sql.Where("timestamp >= @from", "from", UnixTime.FromDateTime(query.From)).Where("timestamp < @to", "to", UnixTime.FromDateTime(query.To));
        }
        else
        {
            sql.WhereIdIn(query.From, query.To);
        }

        sql.Where("stream = @stream", "stream", query.Stream).Where("type = @type", "type", query.Type).Where("name = @name", "name", query.Name);
        if (source.Metrics is null)
        {
            sql.Then(dialect.Once).With("field", dialect.JsonField(query.Metric));
        }

        return sql
            .Then(") AS numbers WHERE abs(number) < @largest").With("largest", TimeBucketQuery.LargestValue)
            .Then("GROUP BY bucket, category ORDER BY bucket DESC, category NULLS FIRST LIMIT @limit").With("limit", query.Limit);
    }

    private static string Number(TimeBucketQuery query, BucketSource source, SqlDialect dialect)
    {
        if (source.Metrics is { } metrics)
        {
            return metrics[query.Metric];
        }

        QueryChecks.Require(
            IsField(query.Metric), nameof(query.Metric), $"Metric must be a payload's field: 1 to {TimeBucketQuery.MaxFieldLength} of A-Z, a-z, 0-9 and _.");
        return dialect.JsonNumber("payload");
    }

    private static bool IsField(string? name) =>
        name is { Length: >= 1 and <= TimeBucketQuery.MaxFieldLength } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static void Check(TimeBucketQuery query, BucketSource source)
    {
        QueryChecks.CheckLimit(query.Limit, TimeBucketQuery.MaxLimit);
        QueryChecks.CheckRange(query.From, query.To);
        QueryChecks.Require(
            query.Bucket >= TimeBucketQuery.MinBucket && query.Bucket.Ticks % TimeSpan.TicksPerMillisecond == 0, nameof(query.Bucket),
            $"Bucket must be at least {TimeBucketQuery.MinBucket} and whole milliseconds, not {query.Bucket}.");
        CheckFilter(source, nameof(query.Stream), query.Stream);
        CheckFilter(source, nameof(query.Type), query.Type);
        CheckFilter(source, nameof(query.Name), query.Name);
        QueryChecks.Require(
            source.Table != BucketSource.MetricSamples || query.Name is not null, nameof(query.Name), "Name must be given: the values of different metrics say nothing together.");
    }

    private static void CheckFilter(BucketSource source, string name, string? value)
    {
        if (value is not null && !source.Filters.Contains(name))
        {
            throw new ArgumentException(
                $"{name} does not apply to {source.Table}: {(source.Filters.Length == 0 ? "it has no filters" : $"its filters are {string.Join(", ", source.Filters)}")}.", name);
        }
    }
}
