using System.Data.Common;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Sql;
using Attune.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Attune.Storage.Sqlite;

/// <summary>One SQLite file: a single writer, readers beside it (WAL).</summary>
internal sealed class SqliteEngine : ISqlEngine
{
    /// <summary>Free space on the disk below which the store calls itself not well: 16 MiB.</summary>
    public const long MinimumFreeBytes = 16L << 20;

    private readonly SqliteConnectionFactory _connections;
    private readonly SqliteWriteSession? _writer;
    private readonly SqliteReadOnlyFile? _readOnly;
    private readonly StoragePoolMeter _poolMeter = new();

    /// <exception cref="StorageException">The file cannot be opened, is no Attune database, or is newer than this program.</exception>
    public SqliteEngine(StorageSetup setup, StorageTunables tunables)
    {
        _connections = new SqliteConnectionFactory(setup.Storage, setup.ReadOnly);
        _writer = setup.ReadOnly ? null : new SqliteWriteSession(_connections, setup.Time);
        Readers = new ConnectionPool(
            new SqliteConnectionSource(_connections), setup.Pool, tunables.PoolMaxSize, _poolMeter, setup.Loggers.CreateLogger<ConnectionPool>(), setup.Time);
        _readOnly = setup.ReadOnly ? new SqliteReadOnlyFile(_connections, Readers) : null;
        Maintenance = new SqliteMaintenance(_connections, Readers, _writer?.Migrated, setup.Storage, setup.Time);
    }

    public string Name => $"SQLite {NativeSqlite.Version}";

    public StorageEngine Kind => StorageEngine.Sqlite;

    public ConnectionPool Readers { get; }

    public IEngineMaintenance Maintenance { get; }

    public bool Blocks => true;

    /// <summary>The writer has migrated the file when it was opened.</summary>
    public ValueTask EnsureReadyAsync(CancellationToken cancellationToken) => _readOnly?.EnsureReadyAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public IReadOnlyList<IWriteSession> OpenWriters() => _writer is null ? [] : [_writer];

    public StorageException? Translate(Exception error) => error is SqliteException database ? SqliteErrors.Wrap(database, _connections.Path) : null;

    public async Task<string> ExplainAsync(DbConnection connection, SqlQuery query, CancellationToken cancellationToken)
    {
        await using var command = query.On(connection);
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(reader.GetString(3));
        }

        return string.Join('\n', lines);
    }

    /// <summary>A small write may still succeed where the next batch will not, so the free space counts; and a file that was deleted takes writes until it is closed.</summary>
    public string? FindFault()
    {
        if (!File.Exists(_connections.Path))
        {
            return $"'{_connections.Path}' was moved or deleted while it was open: put it back, or start again with an empty one.";
        }

        try
        {
            var free = new DriveInfo(Path.GetDirectoryName(_connections.Path)!).AvailableFreeSpace;
            return free < MinimumFreeBytes ? $"The disk that holds '{_connections.Path}' has only {free >> 20} MiB left: free some space." : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The disk that holds '{_connections.Path}' cannot be looked at: {error.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        _poolMeter.Dispose();
    }
}
