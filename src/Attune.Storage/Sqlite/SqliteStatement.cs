using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Attune.Events;
using Attune.Storage.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>A prepared statement on SQLite's own interface: values are bound by position, without a parameter object for each.</summary>
/// <remarks>
/// One thread at a time, that of its connection; every value is bound anew before each run. Texts and ids of a row lie one behind the other in
/// one pinned buffer that SQLite reads in place; what does not fit is copied by SQLite.
/// </remarks>
internal sealed unsafe class SqliteStatement : IRowWriter, IDisposable
{
    private const int BufferSize = 16_384;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _path;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly byte* _values;
    private nint _handle;
    private int _next = 1;
    private int _used;

    public SqliteStatement(SqliteConnection connection, string path, string sql)
    {
        _database = connection.Handle!;
        _path = path;
        _values = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
        var result = raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        _handle = result == raw.SQLITE_OK ? _statement.DangerousGetHandle() : throw Failure(result);
    }

    public void Write(long value) => Bind(value);

    public void Write(double value) => Bind(value);

    public void Write(bool value) => Bind(value ? 1L : 0L);

    public void Write(DateTime value) => Bind(value);

    public void Write(EventId value) => Bind(value);

    public void Write(string? value) => Bind(value);

    public SqliteStatement Bind(long value) => Check(SqliteCalls.BindInt64(_handle, _next++, value));

    public SqliteStatement Bind(double value) => Check(SqliteCalls.BindDouble(_handle, _next++, value));

    public SqliteStatement Bind(DateTime value) => Bind(UnixTime.FromDateTime(value));

    public SqliteStatement Bind(EventId value)
    {
        if (BufferSize - _used < EventId.Size)
        {
            var bytes = stackalloc byte[EventId.Size];
            value.WriteTo(new Span<byte>(bytes, EventId.Size));
            return Check(SqliteCalls.BindBlob(_handle, _next++, bytes, EventId.Size, SqliteCalls.Transient));
        }

        var place = _values + _used;
        value.WriteTo(new Span<byte>(place, EventId.Size));
        _used += EventId.Size;
        return Check(SqliteCalls.BindBlob(_handle, _next++, place, EventId.Size, SqliteCalls.Static));
    }

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return Check(SqliteCalls.BindNull(_handle, _next++));
        }

        if (!Encoding.UTF8.TryGetBytes(value, _buffer.AsSpan(_used), out var length))
        {
            return BindCopy(value);
        }

        var place = _values + _used;
        _used += length;
        return Check(SqliteCalls.BindText(_handle, _next++, place, length, SqliteCalls.Static));
    }

    /// <summary>Runs the statement and returns how many rows it changed; it is ready for the next values afterwards, also on failure.</summary>
    public int Execute()
    {
        var result = SqliteCalls.Step(_handle);
        var reset = SqliteCalls.Reset(_handle);
        Clear();
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw Failure(reset == raw.SQLITE_OK ? result : reset);
        }

        var changes = SqliteCalls.Changes(_database.DangerousGetHandle());
        GC.KeepAlive(this);
        return changes;
    }

    /// <summary>Forgets the values of a row that was not finished.</summary>
    public void Clear() => (_next, _used) = (1, 0);

    /// <summary>Must come before the connection is closed.</summary>
    public void Dispose()
    {
        _handle = 0;
        _statement.Dispose();
    }

    private SqliteStatement BindCopy(string value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(value));
        try
        {
            var length = Encoding.UTF8.GetBytes(value, bytes);
            fixed (byte* place = bytes)
            {
                return Check(SqliteCalls.BindText(_handle, _next++, place, length, SqliteCalls.Transient));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private SqliteStatement Check(int result) => result == raw.SQLITE_OK ? this : throw Failure(result);

    private Exception Failure(int result)
    {
        Clear();
        return _statement is { IsClosed: true }
            ? new ObjectDisposedException(nameof(SqliteStatement))
            : SqliteErrors.Wrap(result, raw.sqlite3_errmsg(_database).utf8_to_string(), _path);
    }
}
