using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Storage.Sql;

namespace Attune.Storage.Events;

/// <summary>The queries on the ledger and the windows.</summary>
internal sealed class EventQueries(QueryRunner queries, CachedQueries cached)
{
    private const string FlowColumns = "id, stream, timestamp, source_ip, destination, bytes_transferred, protocol, message_id";
    private const int StreamChunk = 5000;
    private const int MaxTop = 10_000;

    public async Task<Page<StoredFlow>> GetFlowsAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        QueryChecks.CheckLimit(query.Limit, FlowQuery.MaxLimit);
        return Cursor.PageOf(await GetFlowRowsAsync(query, query.Limit + 1, cancellationToken), query.Limit, row => row.Flow.Id.ToString());
    }

    public async IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Chunks by key rather than one long query: a reader that stays open would keep the write-ahead log from being reset.
        var query = new FlowQuery { Stream = stream, From = from };
        while (true)
        {
            var rows = await GetFlowRowsAsync(query, StreamChunk, cancellationToken);
            foreach (var row in rows)
            {
                yield return row.Flow;
            }

            if (rows.Count < StreamChunk)
            {
                yield break;
            }

            query = query with { After = rows[^1].Flow.Id.ToString() };
        }
    }

    public async IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = RowValues.FirstIdAt(from);
        var comparison = ">=";
        while (true)
        {
            var query = new SqlQuery("text_events.headers", "SELECT id, timestamp, sender_domain, label FROM text_events")
                .Where($"id {comparison} @after", "after", next)
                .Where("stream = @stream", "stream", stream)
                .Then("ORDER BY id LIMIT @limit").With("limit", StreamChunk);
            var chunk = await queries.ListAsync(query, row => new TextEvent(row.Id(0), row.Time(1), row.GetString(2), "", "", row.TextOrNull(3)), cancellationToken);
            foreach (var text in chunk)
            {
                yield return text;
            }

            if (chunk.Count < StreamChunk)
            {
                yield break;
            }

            (next, comparison) = (RowValues.ToBlob(chunk[^1].Id), ">");
        }
    }

    public async Task<Page<WindowResult>> GetWindowsAsync(WindowQuery query, CancellationToken cancellationToken)
    {
        QueryChecks.CheckLimit(query.Limit, WindowQuery.MaxLimit);
        var sql = new SqlQuery(
            "windows.page", "SELECT stream, start, \"end\", distinct_sources, messages, spam, '', flows, bytes, mean, min, max, standard_deviation FROM windows")
            .Where("stream = @stream", "stream", query.Stream)
            .Where("start >= @from", "from", query.From is { } from ? UnixTime.FromDateTime(from) : null)
            .Where("start < @to", "to", query.To is { } to ? UnixTime.FromDateTime(to) : null);
        if (query.After is { } after)
        {
            var (start, stream) = Cursor.ToPair(after);
            sql.Where("(start, stream) < (@afterStart, @afterStream)").With("afterStart", start).With("afterStream", stream);
        }

        sql.Then("ORDER BY start DESC, stream DESC LIMIT @limit").With("limit", query.Limit + 1);
        return await queries.RunAsync(
            async connection =>
            {
                var windows = await queries.ListAsync(
                    connection, sql,
                    row => new WindowResult(row.GetString(0), row.Time(1), row.Time(2), ReadAggregate(row, 6), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), [], []),
                    cancellationToken);
                var page = Cursor.PageOf(windows, query.Limit, row => FormattableString.Invariant($"{UnixTime.FromDateTime(row.Start)}.{row.Stream}"));
                return page with { Items = await WithAggregatesAsync(connection, page.Items, query.SourcesPerWindow, cancellationToken) };
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<SourceTotal>> GetTopSourcesAsync(int limit, string? stream, CancellationToken cancellationToken)
    {
        QueryChecks.CheckLimit(limit, MaxTop, nameof(limit));
        return cached.ListAsync(
            "flows", new SqlQuery("sources.top", "SELECT source_ip, count(*), CAST(sum(bytes_transferred) AS BIGINT) AS total FROM flows")
                .Where("stream = @stream", "stream", stream)
                .Then("GROUP BY source_ip ORDER BY total DESC, source_ip LIMIT @limit").With("limit", limit),
            row => new SourceTotal(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken);
    }

    public Task<IReadOnlyList<SpamDay>> GetTopSpamDaysAsync(int limit, int minimumMessages, string? stream, CancellationToken cancellationToken)
    {
        QueryChecks.CheckLimit(limit, MaxTop, nameof(limit));
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumMessages, 1);
        return cached.ListAsync(
            "windows", new SqlQuery("windows.spam", "SELECT start, messages, spam, CAST(spam AS DOUBLE PRECISION) / messages AS share FROM windows")
                .Where("messages >= @minimum", "minimum", minimumMessages)
                .Where("stream = @stream", "stream", stream)
                .Then("ORDER BY share DESC, messages DESC, start, stream LIMIT @limit").With("limit", limit),
            row => new SpamDay(row.Time(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3)), cancellationToken);
    }

    public async Task<Page<StoredDeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        QueryChecks.CheckLimit(query.Limit, DeadLetterQuery.MaxLimit);
        var rows = await queries.ListAsync(
            new SqlQuery("dead_letters.page", "SELECT seq, id, stream, origin, position, reason, detail, content, recorded_at FROM dead_letters")
                .Where("stream = @stream", "stream", query.Stream)
                .Where("reason = @reason", "reason", query.Reason)
                .Where("seq < @after", "after", query.After is { } after ? Cursor.ToNumber(after) : null)
                .Then("ORDER BY seq DESC LIMIT @limit").With("limit", query.Limit + 1),
            row => (
                Sequence: row.GetInt64(0),
                Letter: new StoredDeadLetter(row.GetString(2), row.Time(8), new DeadLetter(
                    row.Id(1), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7)))),
            cancellationToken);
        var page = Cursor.PageOf(rows, query.Limit, row => row.Sequence.ToString(CultureInfo.InvariantCulture));
        return new Page<StoredDeadLetter>([.. page.Items.Select(row => row.Letter)], page.Next);
    }

    public async Task<IReadOnlyList<KeyValuePair<string, long>>> CountDeadLettersAsync(string? stream, CancellationToken cancellationToken) =>
        await queries.ListAsync(
            new SqlQuery("dead_letters.reasons", "SELECT reason, count(*) AS letters FROM dead_letters")
                .Where("stream = @stream", "stream", stream)
                .Then("GROUP BY reason ORDER BY letters DESC, reason"),
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken);

    public Task<RowCounts> CountRowsAsync(string? stream, CancellationToken cancellationToken) => queries.RunAsync(
        async connection =>
        {
            async Task<long> CountAsync(string table) => (await queries.ListAsync(
                connection, new SqlQuery("rows.count", $"SELECT count(*) FROM {table}").Where("stream = @stream", "stream", stream), row => row.GetInt64(0), cancellationToken))[0];

            return new RowCounts(
                await CountAsync("flows"), await CountAsync("text_events"), await CountAsync("windows"), await CountAsync("window_aggregates"), await CountAsync("dead_letters"));
        },
        cancellationToken);

    public Task<DateTime?> GetWatermarkAsync(string stream, CancellationToken cancellationToken) =>
        queries.FirstAsync(
            new SqlQuery("streams.watermark", "SELECT watermark FROM streams").Where("name = @name", "name", stream), row => row.TimeOrNull(0), cancellationToken);

    private Task<List<StoredFlow>> GetFlowRowsAsync(FlowQuery query, int limit, CancellationToken cancellationToken) => queries.ListAsync(
        new SqlQuery("flows.page", $"SELECT {FlowColumns} FROM flows")
            .Where("stream = @stream", "stream", query.Stream)
            .Where("source_ip = @source", "source", query.SourceIp)
            .Where("protocol = @protocol", "protocol", query.Protocol)
            .Where("id >= @from", "from", query.From is { } from ? RowValues.FirstIdAt(from) : null)
            .Where("id < @to", "to", query.To is { } to ? RowValues.FirstIdAt(to) : null)
            .Where(query.Descending ? "id < @after" : "id > @after", "after", query.After is { } after ? Cursor.ToId(after) : null)
            .Then(query.Descending ? "ORDER BY id DESC LIMIT @limit" : "ORDER BY id LIMIT @limit").With("limit", limit),
        row => new StoredFlow(row.GetString(1), new Flow(
            row.Id(0), row.Time(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6), row.TextOrNull(7))),
        cancellationToken);

    /// <summary>One query for the aggregates of all windows of a page, not two for each.</summary>
    private async Task<IReadOnlyList<WindowResult>> WithAggregatesAsync(
        DbConnection connection, IReadOnlyList<WindowResult> windows, int sourcesPerWindow, CancellationToken cancellationToken)
    {
        if (windows.Count == 0)
        {
            return windows;
        }

        var streams = windows.Select(window => window.Stream).Distinct(StringComparer.Ordinal).ToList();
        var sql = new SqlQuery("windows.aggregates", """
            SELECT stream, start, dimension, key, flows, bytes, mean, min, max, standard_deviation FROM (
                SELECT stream, start, dimension, key, flows, bytes, mean, min, max, standard_deviation,
                    row_number() OVER (PARTITION BY start, stream, dimension ORDER BY bytes DESC, key) AS place
                FROM window_aggregates
            """)
            .Where("start >= @first", "first", UnixTime.FromDateTime(windows[^1].Start))
            .Where("start <= @last", "last", UnixTime.FromDateTime(windows[0].Start))
            .WhereIn("stream", "stream", streams)
            .Then(") AS ranked WHERE dimension <> @limited OR place <= @sources ORDER BY bytes DESC, key")
            .With("limited", WindowDimensions.Source).With("sources", sourcesPerWindow);
        var rows = (await queries.ListAsync(
            connection, sql, row => (Key: (row.GetString(0), row.Time(1), row.GetString(2)), Aggregate: ReadAggregate(row, 3)), cancellationToken)).ToLookup(row => row.Key, row => row.Aggregate);
        return [.. windows.Select(window => window with
        {
            Protocols = [.. rows[(window.Stream, window.Start, WindowDimensions.Protocol)]],
            Sources = [.. rows[(window.Stream, window.Start, WindowDimensions.Source)]],
        })];
    }

    private static WindowAggregate ReadAggregate(DbDataReader row, int first) => new(
        row.GetString(first), row.GetInt64(first + 1), row.GetDouble(first + 2), row.GetDouble(first + 3),
        row.GetDouble(first + 4), row.GetDouble(first + 5), row.GetDouble(first + 6));
}
