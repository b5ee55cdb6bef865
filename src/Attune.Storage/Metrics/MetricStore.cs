using System.Runtime.CompilerServices;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Metrics;

/// <summary>Metric samples on any engine.</summary>
internal sealed class MetricStore(GroupCommitter writer, QueryRunner queries, TimeProvider time) : IMetricStore
{
    private const int Chunk = 5000;

    private static readonly TableInsert<MetricSample> Rows = new(
        "metric_samples", "name, tags, timestamp", ["name", "tags", "timestamp", "value"],
        static (row, _, sample) =>
        {
            row.Write(StoredText.Clean(sample.Name));
            row.Write(StoredText.Clean(sample.Tags));
            row.Write(sample.Timestamp);
            row.Write(sample.Value);
        });

    public async Task<int> AppendAsync(IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (var sample in samples)
        {
            Check(sample);
        }

        var insert = new InsertStep<MetricSample>(Rows, samples, new RowContext("", time.GetUtcNow().UtcDateTime));
        if (samples.Count > 0)
        {
            await writer.WriteAsync(new WriteRequest(samples.Count, insert), cancellationToken);
        }

        return insert.AddedCount;
    }

    public IAsyncEnumerable<MetricSample> ReadAsync(MetricSeriesQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryChecks.CheckRange(query.From, query.To);
        return ReadChunksAsync(query, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken = default) => await queries.ListAsync(
        // One step in the index for each name, where DISTINCT would read every sample.
        new SqlQuery("metrics.names", """
            WITH RECURSIVE names (metric) AS (
                SELECT min(name) FROM metric_samples
                UNION ALL
                SELECT (SELECT min(name) FROM metric_samples WHERE name > names.metric) FROM names WHERE names.metric IS NOT NULL)
            SELECT metric FROM names WHERE metric IS NOT NULL
            """),
        row => row.GetString(0), cancellationToken);

    public async Task<IReadOnlyList<string>> GetTagsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return await queries.ListAsync(
            new SqlQuery("metrics.tags", """
                WITH RECURSIVE series (tag_set) AS (
                    SELECT min(tags) FROM metric_samples WHERE name = @name
                    UNION ALL
                    SELECT (SELECT min(tags) FROM metric_samples WHERE name = @name AND tags > series.tag_set) FROM series WHERE series.tag_set IS NOT NULL)
                SELECT tag_set FROM series WHERE tag_set IS NOT NULL
                """).With("name", name),
            row => row.GetString(0), cancellationToken);
    }

    private async IAsyncEnumerable<MetricSample> ReadChunksAsync(MetricSeriesQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? next = query.From is { } from ? UnixTime.FromDateTime(from) : null;
        while (true)
        {
            var rows = await queries.ListAsync(
                new SqlQuery("metrics.series", "SELECT timestamp, value FROM metric_samples")
                    .Where("name = @name", "name", query.Name)
                    .Where("tags = @tags", "tags", query.Tags)
                    .Where("timestamp >= @next", "next", next)
                    .Where("timestamp < @to", "to", query.To is { } to ? UnixTime.FromDateTime(to) : null)
                    .Then("ORDER BY timestamp LIMIT @limit").With("limit", Chunk),
                row => new MetricSample(query.Name, query.Tags, row.Time(0), row.GetDouble(1)), cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Chunk)
            {
                yield break;
            }

            next = UnixTime.FromDateTime(rows[^1].Timestamp) + 1;
        }
    }

    private static void Check(MetricSample sample)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sample.Name, nameof(sample.Name));
        ArgumentNullException.ThrowIfNull(sample.Tags, nameof(sample.Tags));
        RowChecks.CheckTime(sample.Timestamp, nameof(sample.Timestamp));
        QueryChecks.Require(Math.Abs(sample.Value) < TimeBucketQuery.LargestValue, nameof(sample.Value), $"The value of a sample must be a number of less than {TimeBucketQuery.LargestValue:g}, not {sample.Value}.");
    }
}
