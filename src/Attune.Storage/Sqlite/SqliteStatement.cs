using System.Text;
using Attune.Events;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>A prepared statement on SQLite's own interface: values are bound by position, without a parameter object for each.</summary>
/// <remarks>One thread at a time, that of its connection.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _path;
    private byte[] _buffer = new byte[1024];
    private int _next = 1;

    public SqliteStatement(SqliteConnection connection, string path, string sql)
    {
        _database = connection.Handle!;
        _path = path;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _next++, value));
        return this;
    }

    public SqliteStatement Bind(double value)
    {
        Check(raw.sqlite3_bind_double(_statement, _next++, value));
        return this;
    }

    public SqliteStatement Bind(DateTime value) => Bind(UnixTime.FromDateTime(value));

    public SqliteStatement Bind(EventId value)
    {
        Span<byte> bytes = stackalloc byte[EventId.Size];
        value.WriteTo(bytes);
        Check(raw.sqlite3_bind_blob(_statement, _next++, bytes));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, _next++));
            return this;
        }

        var needed = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (needed > _buffer.Length)
        {
            _buffer = new byte[Math.Max(needed, _buffer.Length * 2)];
        }

        // An empty span would be bound as NULL, so the pointer must be to something.
        var length = Encoding.UTF8.GetBytes(value, _buffer);
        Check(length == 0
            ? raw.sqlite3_bind_text(_statement, _next++, "")
            : raw.sqlite3_bind_text(_statement, _next++, _buffer.AsSpan(0, length)));
        return this;
    }

    /// <summary>Runs the statement and returns how many rows it changed; it is ready for the next values afterwards, also on failure.</summary>
    public int Execute()
    {
        var result = raw.sqlite3_step(_statement);
        _next = 1;
        var reset = raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(reset == raw.SQLITE_OK ? result : reset);
        }

        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            _next = 1;
            throw SqliteErrors.Wrap(result, raw.sqlite3_errmsg(_database).utf8_to_string(), _path);
        }
    }
}
