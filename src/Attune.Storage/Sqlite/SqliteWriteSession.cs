using Attune.Events;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The writer's connection with its prepared statements. Used by one thread.</summary>
internal sealed class SqliteWriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin, _commit, _rollback, _flow, _text, _deadLetter, _window, _clearAggregates, _aggregate, _stream, _check;

    public SqliteWriteSession(SqliteConnectionFactory factory, TimeProvider time)
    {
        _time = time;
        _connection = factory.OpenWriter();
        try
        {
            SqliteMigrations.Apply(_connection, factory.Path, time);
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw SqliteErrors.Wrap(error, factory.Path);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        SqliteStatement Prepare(string sql)
        {
            var statement = new SqliteStatement(_connection, factory.Path, sql);
            _statements.Add(statement);
            return statement;
        }

        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _flow = Prepare("INSERT INTO flows (id, stream, timestamp, source_ip, destination, bytes_transferred, protocol, message_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        _text = Prepare("INSERT INTO text_events (id, stream, timestamp, sender_domain, subject, body, label, message_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        _deadLetter = Prepare("INSERT INTO dead_letters (id, stream, origin, position, reason, detail, content, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        _window = Prepare("INSERT OR REPLACE INTO windows (stream, start, end, distinct_sources, messages, spam, flows, bytes, mean, min, max, standard_deviation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _clearAggregates = Prepare("DELETE FROM window_aggregates WHERE start = ? AND stream = ?");
        _aggregate = Prepare("INSERT INTO window_aggregates (stream, start, dimension, key, flows, bytes, mean, min, max, standard_deviation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _check = Prepare("INSERT INTO health_checks (id, checked_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at");
        _stream = Prepare("INSERT INTO streams (name, watermark) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET watermark = excluded.watermark");
    }

    /// <summary>Writes the time of a health check.</summary>
    public bool RecordCheck() => _check.Bind(_time.GetUtcNow().UtcDateTime).Execute() == 1;

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>Undoes the open transaction. SQLite may have done so itself (disk full), which is no error here.</summary>
    public void Rollback()
    {
        try
        {
            _rollback.Execute();
        }
        catch (StorageException)
        {
            // "cannot rollback - no transaction is active": it is undone already.
        }
    }

    public AppendResult Append(EventBatch batch)
    {
        var newFlows = new bool[batch.Flows.Count];
        for (var i = 0; i < newFlows.Length; i++)
        {
            var flow = batch.Flows[i];
            newFlows[i] = _flow.Bind(flow.Id).Bind(batch.Stream).Bind(flow.Timestamp).Bind(flow.SourceIp).Bind(flow.Destination)
                .Bind(flow.Bytes).Bind(flow.Protocol).Bind(flow.MessageId).Execute() == 1;
        }

        var newTexts = new bool[batch.Texts.Count];
        for (var i = 0; i < newTexts.Length; i++)
        {
            var text = batch.Texts[i];
            newTexts[i] = _text.Bind(text.Id).Bind(batch.Stream).Bind(text.Timestamp).Bind(text.SenderDomain).Bind(text.Subject)
                .Bind(text.Body).Bind(text.Label).Bind(text.MessageId).Execute() == 1;
        }

        var newLetters = 0;
        var now = batch.DeadLetters.Count == 0 ? default : _time.GetUtcNow().UtcDateTime;
        foreach (var letter in batch.DeadLetters)
        {
            newLetters += _deadLetter.Bind(letter.Id).Bind(batch.Stream).Bind(letter.Origin).Bind(letter.Position).Bind(letter.Reason)
                .Bind(letter.Detail).Bind(letter.Content).Bind(now).Execute();
        }

        var (addedFlows, addedTexts) = (newFlows.AsSpan().Count(true), newTexts.AsSpan().Count(true));
        return new AppendResult(newFlows, newTexts, newLetters, batch.Count - addedFlows - addedTexts - newLetters) { AddedFlows = addedFlows, AddedTexts = addedTexts };
    }

    public int SaveWindows(string stream, DateTime watermark, IReadOnlyList<WindowResult> windows)
    {
        var rows = 0;
        foreach (var window in windows)
        {
            _window.Bind(stream).Bind(window.Start).Bind(window.End).Bind(window.DistinctSources).Bind(window.Messages).Bind(window.Spam);
            BindStatistics(_window, window.Total).Execute();
            _clearAggregates.Bind(window.Start).Bind(stream).Execute();
            SaveAggregates(stream, window.Start, SqliteDimensions.Protocol, window.Protocols);
            SaveAggregates(stream, window.Start, SqliteDimensions.Source, window.Sources);
            rows += 1 + window.Protocols.Count + window.Sources.Count;
        }

        _stream.Bind(stream).Bind(watermark).Execute();
        return rows;
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void SaveAggregates(string stream, DateTime start, string dimension, IReadOnlyList<WindowAggregate> aggregates)
    {
        foreach (var aggregate in aggregates)
        {
            BindStatistics(_aggregate.Bind(stream).Bind(start).Bind(dimension).Bind(aggregate.Key), aggregate).Execute();
        }
    }

    private static SqliteStatement BindStatistics(SqliteStatement statement, WindowAggregate aggregate) =>
        statement.Bind(aggregate.Flows).Bind(aggregate.Bytes).Bind(aggregate.Mean).Bind(aggregate.Min).Bind(aggregate.Max).Bind(aggregate.StandardDeviation);
}
