using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into messages that say what to do.</summary>
internal static class SqliteErrors
{
    public static StorageException Wrap(SqliteException error, string path) => Wrap(error.SqliteErrorCode, error.Message, path, error);

    public static StorageException Wrap(int code, string message, string path, Exception? inner = null) => new(
        (code & 0xFF) switch
        {
            raw.SQLITE_FULL => $"The disk that holds '{path}' is full: free some space, then try again.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                $"'{path}' is not a usable Attune database: move it away or restore a backup, or name another file with --set storage.path=FILE.",
            raw.SQLITE_CANTOPEN => $"'{path}' cannot be opened: check that its folder exists and may be written.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM => $"'{path}' may not be written: check its permissions.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"'{path}' is locked by another process: stop that process or try again.",
            raw.SQLITE_IOERR => $"Reading or writing '{path}' failed (disk full or broken?): {message}",
            _ => $"SQLite could not work on '{path}': {message}",
        },
        inner)
    {
        IsTransient = (code & 0xFF) is raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR,
    };
}
