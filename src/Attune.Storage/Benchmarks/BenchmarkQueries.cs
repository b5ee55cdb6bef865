using System.Data.Common;
using System.Text.Json;
using Attune.Storage.Sql;

namespace Attune.Storage.Benchmarks;

/// <summary>The queries of the benchmark history. Conditions are fixed texts; values are always parameters.</summary>
internal sealed class BenchmarkQueries(QueryRunner queries)
{
    private const string RunColumns =
        "r.id, r.started_at, r.finished_at, r.machine_id, m.cpu, m.cores, m.memory_bytes, m.operating_system, m.runtime, r.commit_hash, r.branch, r.is_dirty, r.version, r.noise, r.label";

    private const string MeasurementColumns =
        "x.id, x.suite, x.name, x.description, x.outcome, x.error, x.unit, x.lower_is_better, x.value, x.deviation, x.execution_seconds, x.memory_mb, x.target, x.target_source, "
        + "x.peer, x.peer_value, x.peer_unavailable, x.quality, x.notes, x.parameters, x.started_at, x.duration_seconds";

    private const int RunWidth = 15;

    public async Task<IReadOnlyList<StoredRun>> GetRunsAsync(long? runId, int limit, CancellationToken cancellationToken) =>
        await queries.ListAsync(
            new SqlQuery("benchmarks.runs", $"SELECT {RunColumns} FROM benchmark_runs r JOIN benchmark_machines m ON m.id = r.machine_id")
                .Where("r.id = @id", "id", runId)
                .Then("ORDER BY r.id DESC LIMIT @limit").With("limit", limit),
            ReadRun, cancellationToken);

    public Task<IReadOnlyList<BenchmarkRecord>> GetRecordsAsync(BenchmarkQuery query, CancellationToken cancellationToken) => queries.RunAsync<IReadOnlyList<BenchmarkRecord>>(
        async connection =>
        {
            var sql = new SqlQuery("benchmarks.records", $"""
                SELECT {RunColumns}, {MeasurementColumns}
                FROM benchmark_measurements x JOIN benchmark_runs r ON r.id = x.run_id JOIN benchmark_machines m ON m.id = r.machine_id
                """)
                .Where("x.run_id = @run", "run", query.RunId)
                .Where("x.suite = @suite", "suite", query.Suite)
                .Where("x.name = @name", "name", query.Name)
                .Where("r.machine_id = @machine", "machine", query.MachineId)
                .Where("x.started_at >= @since", "since", query.Since is { } since ? UnixTime.FromDateTime(since) : null)
                .Then("ORDER BY x.id DESC LIMIT @limit").With("limit", query.Limit);
            var records = await queries.ListAsync(connection, sql, row => new BenchmarkRecord(ReadRun(row), ReadMeasurement(row)), cancellationToken);
            records.Reverse();
            for (var i = 0; query.IncludeSamples && i < records.Count; i++)
            {
                var measurement = records[i].Measurement;
                records[i] = records[i] with { Measurement = measurement with { Samples = await GetSamplesAsync(connection, measurement.Id, cancellationToken) } };
            }

            return records;
        },
        cancellationToken);

    public async Task<IReadOnlyList<StoredBaseline>> GetBaselinesAsync(CancellationToken cancellationToken) =>
        await queries.ListAsync(
            new SqlQuery("benchmarks.baselines", "SELECT name, run_id, set_at FROM benchmark_baselines ORDER BY name"),
            row => new StoredBaseline(row.GetString(0), row.GetInt64(1), row.Time(2)), cancellationToken);

    private Task<List<StoredSample>> GetSamplesAsync(DbConnection connection, long measurementId, CancellationToken cancellationToken) => queries.ListAsync(
        connection,
        new SqlQuery("benchmarks.samples", "SELECT kind, value, seconds, operations, allocated_bytes, cpu_seconds, working_set_bytes, is_outlier FROM benchmark_samples")
            .Where("measurement_id = @id", "id", measurementId)
            .Then("ORDER BY ordinal"),
        row => new StoredSample(
            row.GetString(0), row.GetDouble(1), row.GetDouble(2), row.GetInt64(3), row.GetInt64(4), row.GetDouble(5), row.GetInt64(6), row.GetBoolean(7)),
        cancellationToken);

    private static StoredRun ReadRun(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        StartedAt = reader.Time(1),
        FinishedAt = reader.TimeOrNull(2),
        MachineId = reader.GetString(3),
        Cpu = reader.GetString(4),
        Cores = reader.GetInt32(5),
        MemoryBytes = reader.GetInt64(6),
        OperatingSystem = reader.GetString(7),
        Runtime = reader.GetString(8),
        Commit = reader.TextOrNull(9),
        Branch = reader.TextOrNull(10),
        IsDirty = reader.GetBoolean(11),
        Version = reader.GetString(12),
        Noise = reader.NumberOrNull(13),
        Label = reader.TextOrNull(14),
    };

    private static StoredMeasurement ReadMeasurement(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(RunWidth),
        Suite = reader.GetString(RunWidth + 1),
        Name = reader.GetString(RunWidth + 2),
        Description = reader.GetString(RunWidth + 3),
        Outcome = reader.GetString(RunWidth + 4),
        Error = reader.TextOrNull(RunWidth + 5),
        Unit = reader.GetString(RunWidth + 6),
        LowerIsBetter = reader.GetBoolean(RunWidth + 7),
        Value = reader.NumberOrNull(RunWidth + 8),
        Deviation = reader.NumberOrNull(RunWidth + 9),
        ExecutionSeconds = reader.GetDouble(RunWidth + 10),
        MemoryMb = reader.GetDouble(RunWidth + 11),
        Target = reader.NumberOrNull(RunWidth + 12),
        TargetSource = reader.TextOrNull(RunWidth + 13),
        Peer = reader.TextOrNull(RunWidth + 14),
        PeerValue = reader.NumberOrNull(RunWidth + 15),
        PeerUnavailable = reader.TextOrNull(RunWidth + 16),
        Quality = Json<double>(reader, RunWidth + 17),
        Notes = Json<string>(reader, RunWidth + 18),
        Parameters = Json<string>(reader, RunWidth + 19),
        StartedAt = reader.Time(RunWidth + 20),
        DurationSeconds = reader.GetDouble(RunWidth + 21),
    };

    private static Dictionary<string, T> Json<T>(DbDataReader reader, int column) => JsonSerializer.Deserialize<Dictionary<string, T>>(reader.GetString(column))!;
}
