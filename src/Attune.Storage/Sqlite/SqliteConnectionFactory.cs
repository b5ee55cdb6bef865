using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>Opens connections with the settings of <see cref="StorageOptions"/>.</summary>
internal sealed class SqliteConnectionFactory
{
    private readonly StorageOptions _options;

    public SqliteConnectionFactory(StorageOptions options)
    {
        NativeSqlite.EnsureLoaded();
        _options = options;
        Path = System.IO.Path.GetFullPath(options.Path);
    }

    public string Path { get; }

    /// <summary>The one connection that writes; makes the file and its folder.</summary>
    public SqliteConnection OpenWriter()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder of '{Path}' cannot be made: {error.Message}", error);
        }

        return Open(SqliteOpenMode.ReadWriteCreate);
    }

    /// <summary>A connection that only reads.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadWrite);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var writes = mode == SqliteOpenMode.ReadWriteCreate;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)_options.BusyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            if (writes)
            {
                SqliteMigrations.CheckOwner(connection, Path);
            }

            Execute(connection, $"""
                PRAGMA busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds};
                PRAGMA cache_size = -{_options.PageCacheKib};
                PRAGMA temp_store = MEMORY;
                {(!writes ? $"""
                PRAGMA mmap_size = {_options.MmapBytes};
                PRAGMA query_only = ON;
                """ : $"""
                PRAGMA page_size = {StorageOptions.PageSizeBytes};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = {(_options.Synchronous == SynchronousMode.Full ? "FULL" : "NORMAL")};
                PRAGMA wal_autocheckpoint = {_options.WalAutocheckpointPages};
                """)}
                """);
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteErrors.Wrap(error, Path);
        }
        catch (StorageException)
        {
            connection.Dispose();
            throw;
        }
    }
}
