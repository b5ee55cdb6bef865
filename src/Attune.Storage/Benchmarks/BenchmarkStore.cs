using System.Data.Common;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Benchmarks;

/// <summary>The benchmark history on any engine, beside what a running server writes there.</summary>
/// <remarks>
/// The view <c>benchmark_results</c> has the columns <c>id, benchmark_name, execution_time</c> (s), <c>memory_usage</c> (MiB),
/// <c>success, error_message, metadata</c> (JSON) and <c>timestamp</c> (ISO 8601, UTC) for tools that want a flat table.
/// </remarks>
internal sealed class BenchmarkStore(GroupCommitter writer, QueryRunner queries, TimeProvider time) : IBenchmarkStore
{
    private readonly BenchmarkQueries _queries = new(queries);

    public Task<long> StartRunAsync(StoredRun run, CancellationToken cancellationToken = default) =>
        WriteAsync(connection => BenchmarkWrites.InsertRun(connection, run), cancellationToken);

    public Task<long> AddAsync(long runId, StoredMeasurement measurement, CancellationToken cancellationToken = default) =>
        WriteAsync(connection => BenchmarkWrites.InsertMeasurement(connection, runId, measurement), cancellationToken);

    public Task FinishRunAsync(long runId, DateTime finishedAt, CancellationToken cancellationToken = default) =>
        WriteAsync(
            connection => connection.Execute(
                "UPDATE benchmark_runs SET finished_at = @at WHERE id = @id", ("at", UnixTime.FromDateTime(finishedAt)), ("id", runId)),
            cancellationToken);

    public Task<IReadOnlyList<StoredRun>> GetRunsAsync(int limit, CancellationToken cancellationToken = default) => _queries.GetRunsAsync(null, limit, cancellationToken);

    public async Task<StoredRun?> GetRunAsync(long runId, CancellationToken cancellationToken = default) =>
        (await _queries.GetRunsAsync(runId, 1, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<BenchmarkRecord>> GetRecordsAsync(BenchmarkQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryChecks.CheckLimit(query.Limit, BenchmarkQuery.MaxLimit);
        return _queries.GetRecordsAsync(query, cancellationToken);
    }

    public Task SetBaselineAsync(string name, long runId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return WriteAsync(
            connection =>
            {
                BenchmarkWrites.CheckRun(connection, runId);
                return connection.Execute(
                    """
                    INSERT INTO benchmark_baselines (name, run_id, set_at) VALUES (@name, @run, @at)
                    ON CONFLICT (name) DO UPDATE SET run_id = excluded.run_id, set_at = excluded.set_at
                    """,
                    ("name", name), ("run", runId), ("at", UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime)));
            },
            cancellationToken);
    }

    public async Task<bool> RemoveBaselineAsync(string name, CancellationToken cancellationToken = default) =>
        await WriteAsync(connection => connection.Execute("DELETE FROM benchmark_baselines WHERE name = @name", ("name", name)), cancellationToken) > 0;

    public Task<IReadOnlyList<StoredBaseline>> GetBaselinesAsync(CancellationToken cancellationToken = default) => _queries.GetBaselinesAsync(cancellationToken);

    private async Task<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        var step = new WorkStep<T>(write, "benchmark_measurements");
        await writer.WriteAsync(new WriteRequest(1, step), cancellationToken);
        return step.Result;
    }
}
