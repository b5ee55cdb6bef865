using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>Opens connections with the settings of <see cref="StorageOptions"/>.</summary>
internal sealed class SqliteConnectionFactory
{
    private readonly StorageOptions _options;
    private readonly bool _readOnly;
    private readonly string _writerSettings;
    private readonly string _readerSettings;

    /// <param name="options">The settings.</param>
    /// <param name="readOnly">True to change nothing in the file's folder.</param>
    public SqliteConnectionFactory(StorageOptions options, bool readOnly = false)
    {
        NativeSqlite.EnsureLoaded();
        (_options, _readOnly) = (options, readOnly);
        _writerSettings = string.Join('\n', SqliteSetting.OfWriter(options).Select(setting => setting.SetSql));
        _readerSettings = string.Join('\n', SqliteSetting.OfReader(options).Select(setting => setting.SetSql));
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
    public SqliteConnection OpenReader() => Open(_readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Nobody writes to a file without a log, so it needs no lock and no log of its own, which its folder may not allow.</summary>
    private string ImmutableUri() =>
        $"file:{Path.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)}?immutable=1";

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var writes = mode == SqliteOpenMode.ReadWriteCreate;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _readOnly && !SqliteFileStamp.Of(Path).HasLog ? ImmutableUri() : Path,
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

            Execute(connection, writes ? _writerSettings : _readerSettings);
            if (!writes)
            {
                SqliteStatistics.Register(connection, Path);
            }

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
