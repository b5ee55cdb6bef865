using Attune.Storage.Sql;

namespace Attune.Storage.Analytics;

/// <summary>The query for what each source sent. All columns are in the index <c>flows_by_source</c>.</summary>
internal static class SourceAggregates
{
    private static readonly AllowList SortColumns = new(
        nameof(SourceAggregateQuery.SortBy),
        ("source", "source_ip"), ("flows", "flow_count"), ("bytes", "byte_sum"), ("mean_bytes", "byte_mean"), ("last_seen", "last_seen"));

    /// <exception cref="ArgumentException">A name, a number or the time range is not allowed.</exception>
    public static SqlQuery ToSql(SourceAggregateQuery query, SqlDialect dialect)
    {
        QueryChecks.CheckLimit(query.Limit, SourceAggregateQuery.MaxLimit);
        QueryChecks.CheckRange(query.From, query.To);
        QueryChecks.Require(query.MinimumFlows >= 1, nameof(query.MinimumFlows), $"MinimumFlows must be 1 or more, not {query.MinimumFlows}.");

        var column = SortColumns[query.SortBy];
        return new SqlQuery("sources.aggregates", $"""
            SELECT source_ip, count(*) AS flow_count, CAST(sum(bytes_transferred) AS BIGINT) AS byte_sum,
                CAST(sum(bytes_transferred) AS DOUBLE PRECISION) / count(*) AS byte_mean, {dialect.Latest("id")} AS last_seen
            FROM flows
            """)
            .WhereIdIn(query.From, query.To)
            .Where("stream = @stream", "stream", query.Stream)
            .Then("GROUP BY source_ip HAVING count(*) >= @minimum").With("minimum", query.MinimumFlows)
            .Then($"ORDER BY {column} {(query.Descending ? "DESC" : "ASC")}, source_ip LIMIT @limit").With("limit", query.Limit);
    }
}
