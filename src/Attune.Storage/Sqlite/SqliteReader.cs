using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Attune.Events;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The queries. Conditions are built from fixed texts; values are always parameters.</summary>
internal sealed class SqliteReader(SqliteConnectionFactory connections)
{
    private const string FlowColumns = "id, stream, timestamp, source_ip, destination, bytes_transferred, protocol, message_id";
    private const int StreamChunk = 5000;

    public Page<StoredFlow> GetFlows(FlowQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit is >= 1 and <= FlowQuery.MaxLimit, true, nameof(query.Limit));
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("stream = $stream", "$stream", query.Stream);
        where.Add("source_ip = $source", "$source", query.SourceIp);
        where.Add("protocol = $protocol", "$protocol", query.Protocol);
        where.Add("id >= $from", "$from", query.From is { } from ? FirstIdAt(from) : null);
        where.Add("id < $to", "$to", query.To is { } to ? FirstIdAt(to) : null);
        where.Add(query.Descending ? "id < $after" : "id > $after", "$after", query.After is { } after ? ParseId(after) : null);
        command.CommandText = $"SELECT {FlowColumns} FROM flows {where} ORDER BY id {(query.Descending ? "DESC" : "ASC")} LIMIT $limit";
        command.Parameters.AddWithValue("$limit", query.Limit + 1);
        var rows = new List<StoredFlow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new StoredFlow(reader.GetString(1), ReadFlow(reader)));
        }

        return PageOf(rows, query.Limit, row => row.Flow.Id.ToString());
    }

    public async IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Chunks by key rather than one long query: a reader that stays open would keep the write-ahead log from being reset.
        var query = new FlowQuery { Stream = stream, From = from, Limit = FlowQuery.MaxLimit };
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await Task.Run(() => GetFlows(query), cancellationToken);
            foreach (var row in page.Items)
            {
                yield return row.Flow;
            }

            if (page.Next is null)
            {
                yield break;
            }

            query = query with { After = page.Next };
        }
    }

    public async IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(
        string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = FirstIdAt(from);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = await Task.Run(() => GetTextHeaders(stream, after), cancellationToken);
            foreach (var text in chunk)
            {
                yield return text;
            }

            if (chunk.Count < StreamChunk)
            {
                yield break;
            }

            after = ToBlob(chunk[^1].Id);
        }
    }

    public Page<WindowResult> GetWindows(WindowQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit is >= 1 and <= WindowQuery.MaxLimit, true, nameof(query.Limit));
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("stream = $stream", "$stream", query.Stream);
        where.Add("start >= $from", "$from", query.From is { } from ? UnixTime.FromDateTime(from) : null);
        where.Add("start < $to", "$to", query.To is { } to ? UnixTime.FromDateTime(to) : null);
        if (query.After is { } after)
        {
            var (start, stream) = ParseWindowCursor(after);
            where.Add("(start, stream) < ($afterStart, $afterStream)", "$afterStart", start);
            command.Parameters.AddWithValue("$afterStream", stream);
        }

        command.CommandText = $"""
            SELECT stream, start, end, distinct_sources, messages, spam, '', flows, bytes, mean, min, max, standard_deviation
            FROM windows {where} ORDER BY start DESC, stream DESC LIMIT $limit
            """;
        command.Parameters.AddWithValue("$limit", query.Limit + 1);
        var rows = new List<WindowResult>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(new WindowResult(
                    reader.GetString(0), ReadTime(reader, 1), ReadTime(reader, 2), ReadAggregate(reader, 6),
                    reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), [], []));
            }
        }

        var page = PageOf(rows, query.Limit, row => FormattableString.Invariant($"{UnixTime.FromDateTime(row.Start)}.{row.Stream}"));
        return page with
        {
            Items = [.. page.Items.Select(window => window with
            {
                Protocols = GetAggregates(connection, window, SqliteDimensions.Protocol, limit: -1),
                Sources = GetAggregates(connection, window, SqliteDimensions.Source, query.SourcesPerWindow),
            })],
        };
    }

    public IReadOnlyList<SourceTotal> GetTopSources(int limit, string? stream)
    {
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("stream = $stream", "$stream", stream);
        command.CommandText = $"""
            SELECT source_ip, count(*), sum(bytes_transferred) AS total FROM flows {where}
            GROUP BY source_ip ORDER BY total DESC, source_ip LIMIT $limit
            """;
        command.Parameters.AddWithValue("$limit", limit);
        return ReadAll(command, reader => new SourceTotal(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
    }

    public IReadOnlyList<SpamDay> GetTopSpamDays(int limit, int minimumMessages, string? stream)
    {
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("messages >= $minimum", "$minimum", minimumMessages);
        where.Add("stream = $stream", "$stream", stream);
        command.CommandText = $"""
            SELECT start, messages, spam, spam * 1.0 / messages AS share FROM windows {where}
            ORDER BY share DESC, messages DESC, start LIMIT $limit
            """;
        command.Parameters.AddWithValue("$limit", limit);
        return ReadAll(command, reader => new SpamDay(ReadTime(reader, 0), reader.GetInt64(1), reader.GetInt64(2), reader.GetDouble(3)));
    }

    public Page<StoredDeadLetter> GetDeadLetters(DeadLetterQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit is >= 1 and <= DeadLetterQuery.MaxLimit, true, nameof(query.Limit));
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("stream = $stream", "$stream", query.Stream);
        where.Add("reason = $reason", "$reason", query.Reason);
        where.Add("seq < $after", "$after", query.After is { } after ? ParseNumber(after) : null);
        command.CommandText = $"SELECT seq, id, stream, origin, position, reason, detail, content, recorded_at FROM dead_letters {where} ORDER BY seq DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", query.Limit + 1);
        var rows = ReadAll(command, reader => (
            Sequence: reader.GetInt64(0),
            Letter: new StoredDeadLetter(reader.GetString(2), ReadTime(reader, 8), new DeadLetter(
                ReadId(reader, 1), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7)))));
        var page = PageOf(rows, query.Limit, row => row.Sequence.ToString(CultureInfo.InvariantCulture));
        return new Page<StoredDeadLetter>([.. page.Items.Select(row => row.Letter)], page.Next);
    }

    public IReadOnlyList<KeyValuePair<string, long>> CountDeadLetters(string? stream)
    {
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        var where = new Conditions(command);
        where.Add("stream = $stream", "$stream", stream);
        command.CommandText = $"SELECT reason, count(*) AS letters FROM dead_letters {where} GROUP BY reason ORDER BY letters DESC, reason";
        return ReadAll(command, reader => KeyValuePair.Create(reader.GetString(0), reader.GetInt64(1)));
    }

    public RowCounts CountRows(string? stream)
    {
        using var connection = connections.OpenReader();
        long Count(string table)
        {
            using var command = connection.CreateCommand();
            var where = new Conditions(command);
            where.Add("stream = $stream", "$stream", stream);
            command.CommandText = $"SELECT count(*) FROM {table} {where}";
            return (long)command.ExecuteScalar()!;
        }

        return new RowCounts(Count("flows"), Count("text_events"), Count("windows"), Count("window_aggregates"), Count("dead_letters"));
    }

    public DateTime? GetWatermark(string stream)
    {
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT watermark FROM streams WHERE name = $name";
        command.Parameters.AddWithValue("$name", stream);
        return command.ExecuteScalar() is long watermark ? UnixTime.ToDateTime(watermark) : null;
    }

    private List<TextEvent> GetTextHeaders(string stream, byte[] after)
    {
        using var connection = connections.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, timestamp, sender_domain, label FROM text_events
            WHERE id > $after AND stream = $stream ORDER BY id LIMIT $limit
            """;
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$stream", stream);
        command.Parameters.AddWithValue("$limit", StreamChunk);
        return ReadAll(command, reader => new TextEvent(
            ReadId(reader, 0), ReadTime(reader, 1), reader.GetString(2), "", "", reader.IsDBNull(3) ? null : reader.GetString(3)));
    }

    private static List<WindowAggregate> GetAggregates(SqliteConnection connection, WindowResult window, string dimension, int limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT key, flows, bytes, mean, min, max, standard_deviation FROM window_aggregates
            WHERE start = $start AND stream = $stream AND dimension = $dimension ORDER BY bytes DESC, key LIMIT $limit
            """;
        command.Parameters.AddWithValue("$start", UnixTime.FromDateTime(window.Start));
        command.Parameters.AddWithValue("$stream", window.Stream);
        command.Parameters.AddWithValue("$dimension", dimension);
        command.Parameters.AddWithValue("$limit", limit);
        return ReadAll(command, reader => ReadAggregate(reader, 0));
    }

    private static WindowAggregate ReadAggregate(SqliteDataReader reader, int first) => new(
        reader.GetString(first), reader.GetInt64(first + 1), reader.GetDouble(first + 2), reader.GetDouble(first + 3),
        reader.GetDouble(first + 4), reader.GetDouble(first + 5), reader.GetDouble(first + 6));

    private static Flow ReadFlow(SqliteDataReader reader) => new(
        ReadId(reader, 0), ReadTime(reader, 2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5), reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7));

    private static EventId ReadId(SqliteDataReader reader, int column) => EventId.Read(reader.GetFieldValue<byte[]>(column));

    private static DateTime ReadTime(SqliteDataReader reader, int column) => UnixTime.ToDateTime(reader.GetInt64(column));

    private static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static Page<T> PageOf<T>(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    /// <summary>The smallest id of an instant: ids begin with 48 bits of event time in milliseconds.</summary>
    private static byte[] FirstIdAt(DateTime time)
    {
        var milliseconds = Math.Clamp(UnixTime.FromDateTime(time), 0, 0xFFFF_FFFF_FFFF);
        return ToBlob(new EventId(new UInt128((ulong)milliseconds << 16, 0)));
    }

    private static byte[] ToBlob(EventId id)
    {
        var bytes = new byte[EventId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    private static byte[] ParseId(string cursor) =>
        cursor.Length == EventId.Size * 2 ? Convert.FromHexString(cursor) : throw new FormatException("The cursor is not one that a page ended with.");

    private static long ParseNumber(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("The cursor is not one that a page ended with.");

    private static (long Start, string Stream) ParseWindowCursor(string cursor)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start)
            ? (start, cursor[(dot + 1)..])
            : throw new FormatException("The cursor is not one that a page ended with.");
    }

    /// <summary>Collects the conditions whose value is given.</summary>
    private sealed class Conditions(SqliteCommand command)
    {
        private readonly StringBuilder _text = new();

        public void Add(string condition, string parameter, object? value)
        {
            if (value is not null)
            {
                _text.Append(_text.Length == 0 ? "WHERE " : " AND ").Append(condition);
                command.Parameters.AddWithValue(parameter, value);
            }
        }

        public override string ToString() => _text.ToString();
    }
}
