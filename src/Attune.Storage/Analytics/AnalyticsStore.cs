using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Analytics;

/// <summary>Events of any kind on any engine.</summary>
internal sealed class AnalyticsStore(GroupCommitter writer, QueryRunner queries, CachedQueries cached, TimeProvider time) : IAnalyticsStore
{
    private const int Chunk = 5000;

    private static readonly TableInsert<AnalyticsEvent> Rows = new(
        "events", "id", ["id", "stream", "timestamp", "type", "user_id", "payload"],
        static (row, context, made) =>
        {
            row.Write(made.Id);
            row.Write(context.Stream);
            row.Write(made.Timestamp);
            row.Write(StoredText.Clean(made.Type));
            row.Write(StoredText.CleanOrNull(made.UserId));
            row.Write(StoredText.Clean(made.Payload));
        });

    public async Task<IReadOnlyList<bool>> AppendAsync(string stream, IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(events);
        foreach (var made in events)
        {
            made.Validate();
        }

        var insert = new InsertStep<AnalyticsEvent>(Rows, events, new RowContext(StoredText.Clean(stream), time.GetUtcNow().UtcDateTime));
        if (events.Count > 0)
        {
            await writer.WriteAsync(new WriteRequest(events.Count, insert), cancellationToken);
        }

        return insert.Added;
    }

    public async Task<IReadOnlyList<StoredAnalyticsEvent>> GetRecentAsync(RecentEventsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await queries.ListAsync(
            RecentEvents.ToSql(query),
            row => new StoredAnalyticsEvent(row.GetString(1), new AnalyticsEvent(row.Id(0), row.Time(2), row.GetString(3), row.TextOrNull(4), row.GetString(5))),
            cancellationToken);
    }

    public async IAsyncEnumerable<AnalyticsEvent> ReadAsync(string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        var (after, comparison) = (RowValues.FirstIdAt(from), ">=");
        while (true)
        {
            var query = new SqlQuery("events.read", "SELECT id, timestamp, type, user_id, payload FROM events")
                .Where($"id {comparison} @after", "after", after)
                .Where("stream = @stream", "stream", stream)
                .Then("ORDER BY id LIMIT @limit").With("limit", Chunk);
            var rows = await queries.ListAsync(
                query, row => new AnalyticsEvent(row.Id(0), row.Time(1), row.GetString(2), row.TextOrNull(3), row.GetString(4)), cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Chunk)
            {
                yield break;
            }

            (after, comparison) = (RowValues.ToBlob(rows[^1].Id), ">");
        }
    }

    public Task<IReadOnlyList<SourceAggregate>> GetSourceAggregatesAsync(SourceAggregateQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return cached.ListAsync(
            "flows", SourceAggregates.ToSql(query, cached.Dialect),
            row => new SourceAggregate(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3), cached.Dialect.ReadLatest(row, 4)),
            cancellationToken);
    }

    public Task<IReadOnlyList<TimeBucket>> GetTimeBucketsAsync(TimeBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var source = BucketSource.Find(query.Source);
        return cached.ListAsync(
            source.Table, TimeBuckets.ToSql(query, source, cached.Dialect),
            row =>
            {
                var values = cached.Dialect.ReadStatistics(row, 2);
                return new TimeBucket(
                    row.Time(0), row.TextOrNull(1), values.Count, values.Mean, values.Min, values.Max, double.IsNaN(values.StandardDeviation) ? null : values.StandardDeviation);
            },
            cancellationToken);
    }
}
