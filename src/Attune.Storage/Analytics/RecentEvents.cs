using Attune.Storage.Sql;

namespace Attune.Storage.Analytics;

/// <summary>The query for recent events: one branch per type, or per user where users are named, each of which walks its part of an index from its end and stops at the limit.</summary>
internal static class RecentEvents
{
    /// <exception cref="ArgumentException">A number or the time range is not allowed.</exception>
    public static SqlQuery ToSql(RecentEventsQuery query)
    {
        List<string> types = [.. query.Types.Distinct(StringComparer.Ordinal)], users = [.. query.UserIds.Distinct(StringComparer.Ordinal)];
        CheckCount(query.Types.Count, 1, RecentEventsQuery.MaxTypes, nameof(query.Types));
        CheckCount(query.UserIds.Count, 0, RecentEventsQuery.MaxUsers, nameof(query.UserIds));
        QueryChecks.CheckLimit(query.Limit, RecentEventsQuery.MaxLimit);
        QueryChecks.CheckRange(query.Since, query.Until, nameof(query.Since), nameof(query.Until));

        // Ids first, all from the index: the rows are fetched for those that are returned only. The CROSS JOIN keeps SQLite from turning the order around.
        var branches = users.Count == 0
            ? types.Select((_, index) => Branch(query, $"type = @type{index}", index))
            : users.Select((_, index) => Branch(query, $"user_id = @user{index} AND type IN ({string.Join(", ", types.Select((_, type) => $"@type{type}"))})", index));
        var sql = new SqlQuery("events.recent", $"""
            SELECT e.id, e.stream, e.timestamp, e.type, e.user_id, e.payload
            FROM (SELECT id FROM ({string.Join(" UNION ALL ", branches)}) AS branches ORDER BY id DESC LIMIT @limit) AS latest CROSS JOIN events AS e
            WHERE e.id = latest.id ORDER BY latest.id DESC
            """).With("limit", query.Limit);
        WithAll(sql, "type", types);
        WithAll(sql, "user", users);
        WithAny(sql, "since", query.Since is { } since ? RowValues.FirstIdAt(since) : null);
        WithAny(sql, "until", query.Until is { } until ? RowValues.FirstIdAt(until) : null);
        WithAny(sql, "stream", query.Stream);
        return sql;
    }

    private static string Branch(RecentEventsQuery query, string condition, int index) =>
        $"SELECT id FROM (SELECT id FROM events WHERE {condition}"
        + (query.Since is null ? "" : " AND id >= @since")
        + (query.Until is null ? "" : " AND id < @until")
        + (query.Stream is null ? "" : " AND stream = @stream")
        + $" ORDER BY id DESC LIMIT @limit) AS branch{index}";

    private static void WithAll(SqlQuery sql, string name, List<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            sql.With($"{name}{index}", value);
        }
    }

    private static void WithAny(SqlQuery sql, string name, object? value)
    {
        if (value is not null)
        {
            sql.With(name, value);
        }
    }

    private static void CheckCount(int count, int least, int most, string name)
    {
        if (count < least || count > most)
        {
            throw new ArgumentException($"{name} must have {least} to {most} values, not {count}.", name);
        }
    }
}
