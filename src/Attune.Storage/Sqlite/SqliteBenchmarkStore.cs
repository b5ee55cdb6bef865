using Attune.Storage.Benchmarks;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The benchmark history in Attune's SQLite file, beside what a running server writes there.</summary>
/// <remarks>
/// Each write is one short transaction. The view <c>benchmark_results</c> has the columns <c>id, benchmark_name, execution_time</c> (s),
/// <c>memory_usage</c> (MiB), <c>success, error_message, metadata</c> (JSON) and <c>timestamp</c> (ISO 8601, UTC) for tools that want a flat table.
/// </remarks>
public sealed class SqliteBenchmarkStore : IBenchmarkStore
{
    private readonly SqliteConnectionFactory _connections;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TimeProvider _time;

    /// <summary>Opens the file, making or migrating it as needed.</summary>
    /// <param name="options">Settings; assumed valid.</param>
    /// <param name="time">Clock for record times.</param>
    /// <exception cref="StorageException">The file cannot be opened, is no Attune database, or is newer than this program.</exception>
    public SqliteBenchmarkStore(StorageOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time ?? TimeProvider.System;
        _connections = new SqliteConnectionFactory(options);
        _writer = _connections.OpenWriter();
        try
        {
            SqliteMigrations.Apply(_writer, _connections.Path, _time);
        }
        catch (SqliteException error)
        {
            _writer.Dispose();
            throw SqliteErrors.Wrap(error, _connections.Path);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<long> StartRunAsync(StoredRun run, CancellationToken cancellationToken = default) =>
        WriteAsync(connection => SqliteBenchmarkWrites.InsertRun(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<long> AddAsync(long runId, StoredMeasurement measurement, CancellationToken cancellationToken = default) =>
        WriteAsync(connection => SqliteBenchmarkWrites.InsertMeasurement(connection, runId, measurement), cancellationToken);

    /// <inheritdoc/>
    public Task FinishRunAsync(long runId, DateTime finishedAt, CancellationToken cancellationToken = default) =>
        WriteAsync(
            connection => SqliteBenchmarkWrites.Execute(
                connection, "UPDATE benchmark_runs SET finished_at = $at WHERE id = $id", ("$at", UnixTime.FromDateTime(finishedAt)), ("$id", runId)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRun>> GetRunsAsync(int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(connection => SqliteBenchmarkReads.Runs(connection, null, limit), cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredRun?> GetRunAsync(long runId, CancellationToken cancellationToken = default) =>
        (await ReadAsync(connection => SqliteBenchmarkReads.Runs(connection, runId, 1), cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<BenchmarkRecord>> GetRecordsAsync(BenchmarkQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit is >= 1 and <= BenchmarkQuery.MaxLimit, true, nameof(query.Limit));
        return ReadAsync(connection => SqliteBenchmarkReads.Records(connection, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task SetBaselineAsync(string name, long runId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return WriteAsync(
            connection =>
            {
                SqliteBenchmarkWrites.CheckRun(connection, runId);
                return SqliteBenchmarkWrites.Execute(
                    connection, "INSERT OR REPLACE INTO benchmark_baselines (name, run_id, set_at) VALUES ($name, $run, $at)",
                    ("$name", name), ("$run", runId), ("$at", UnixTime.FromDateTime(_time.GetUtcNow().UtcDateTime)));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveBaselineAsync(string name, CancellationToken cancellationToken = default) =>
        await WriteAsync(
            connection => SqliteBenchmarkWrites.Execute(connection, "DELETE FROM benchmark_baselines WHERE name = $name", ("$name", name)), cancellationToken) > 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredBaseline>> GetBaselinesAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(SqliteBenchmarkReads.Baselines, cancellationToken);

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _writing.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var transaction = _writer.BeginTransaction(deferred: false);
                    var result = write(_writer);
                    transaction.Commit();
                    return result;
                },
                cancellationToken);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Wrap(error, _connections.Path);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(
                () =>
                {
                    using var connection = _connections.OpenReader();
                    return read(connection);
                },
                cancellationToken);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Wrap(error, _connections.Path);
        }
    }
}
