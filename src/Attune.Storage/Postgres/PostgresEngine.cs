using System.Data.Common;
using System.Text.RegularExpressions;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Sql;
using Attune.Storage.Writing;
using Microsoft.Extensions.Logging;

namespace Attune.Storage.Postgres;

/// <summary>A PostgreSQL server, 13 or newer: a few writers, and readers on the primary or on a replica. That the server is away is an error of calls, not of the start.</summary>
internal sealed partial class PostgresEngine : ISqlEngine
{
    private readonly PostgresConnections _connections;
    private readonly PostgresReadiness _readiness;
    private readonly IReadOnlyList<PostgresWriteSession> _writers;
    private readonly StoragePoolMeter _poolMeter;
    private readonly TimeProvider _time;
    private readonly bool _readOnly;
    private volatile MigrationReport _migrated = new(0, 0, []);

    /// <exception cref="StorageException">A connection string is missing or cannot be understood.</exception>
    public PostgresEngine(StorageSetup setup, StorageTunables tunables)
    {
        (_time, _readOnly) = (setup.Time, setup.ReadOnly);
        _connections = new PostgresConnections(setup.Postgres);
        _readiness = new PostgresReadiness(PrepareAsync);
        _poolMeter = new StoragePoolMeter();

        Readers = new ConnectionPool(
            new PostgresConnectionSource(_connections), setup.Pool, tunables.PoolMaxSize, _poolMeter, setup.Loggers.CreateLogger<ConnectionPool>(), setup.Time);
        _writers = [.. Enumerable.Range(0, _readOnly ? 0 : setup.Postgres.Writers).Select(_ => new PostgresWriteSession(
            _connections, _readiness, Readers.Clear, setup.Postgres, setup.Time, setup.Loggers.CreateLogger<PostgresWriteSession>()))];
        Maintenance = new PostgresMaintenance(_connections, Readers, MigrateAsync);
    }

    public string Name => _connections.ServerVersion is { } version ? $"PostgreSQL {version}" : "PostgreSQL";

    public StorageEngine Kind => StorageEngine.Postgres;

    public ConnectionPool Readers { get; }

    public IEngineMaintenance Maintenance { get; }

    public bool Blocks => false;

    public ValueTask EnsureReadyAsync(CancellationToken cancellationToken) => _readiness.EnsureAsync(cancellationToken);

    public IReadOnlyList<IWriteSession> OpenWriters() => _writers;

    public StorageException? Translate(Exception error) => PostgresErrors.Translate(error, _connections.Replica);

    public async Task<string> ExplainAsync(DbConnection connection, SqlQuery query, CancellationToken cancellationToken)
    {
        await using var command = query.On(connection);
        command.CommandText = $"EXPLAIN {command.CommandText}";
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(reader.GetString(0));
        }

        // The parameters' values stand in the plan as literals, and a log is no place for what users wrote.
        return Literals().Replace(string.Join('\n', lines), "'?'");
    }

    /// <summary>What a writer is trying to overcome at this moment.</summary>
    public string? FindFault() => _writers.Select(writer => writer.Fault).FirstOrDefault(fault => fault is not null);

    public async ValueTask DisposeAsync()
    {
        _readiness.Dispose();
        await Readers.DisposeAsync();
        await _connections.DisposeAsync();
        _poolMeter.Dispose();
    }

    private async Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        return _migrated;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var at = _readOnly ? _connections.Replica : _connections.Primary;
        try
        {
            if (_readOnly)
            {
                await using var reader = await _connections.OpenReaderAsync(cancellationToken);
                await PostgresMigrations.CheckUsableAsync(reader, at, cancellationToken);
                return;
            }

            await using var connection = await _connections.OpenWriterAsync(cancellationToken);
            _migrated = await PostgresMigrations.ApplyAsync(connection, at, _time, cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.Translate(error, at) is not null)
        {
            throw PostgresErrors.Translate(error, at)!;
        }
    }

    [GeneratedRegex("'(?:[^']|'')*'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literals();
}
