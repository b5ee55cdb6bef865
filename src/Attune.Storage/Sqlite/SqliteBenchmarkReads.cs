using System.Text.Json;
using Attune.Storage.Benchmarks;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The queries of the benchmark history. Conditions are fixed texts; values are always parameters.</summary>
internal static class SqliteBenchmarkReads
{
    private const string RunColumns =
        "r.id, r.started_at, r.finished_at, r.machine_id, m.cpu, m.cores, m.memory_bytes, m.operating_system, m.runtime, r.commit_hash, r.branch, r.is_dirty, r.version, r.noise, r.label";

    private const string MeasurementColumns =
        "x.id, x.suite, x.name, x.description, x.outcome, x.error, x.unit, x.lower_is_better, x.value, x.deviation, x.execution_seconds, x.memory_mb, x.target, x.target_source, "
        + "x.peer, x.peer_value, x.peer_unavailable, x.quality, x.notes, x.parameters, x.started_at, x.duration_seconds";

    private const int RunWidth = 15;

    public static IReadOnlyList<StoredRun> Runs(SqliteConnection connection, long? runId, int limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT {RunColumns} FROM benchmark_runs r JOIN benchmark_machines m ON m.id = r.machine_id
            WHERE $id IS NULL OR r.id = $id ORDER BY r.id DESC LIMIT $limit
            """;
        command.Parameters.AddWithValue("$id", (object?)runId ?? DBNull.Value);
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        var runs = new List<StoredRun>();
        while (reader.Read())
        {
            runs.Add(ReadRun(reader));
        }

        return runs;
    }

    public static IReadOnlyList<BenchmarkRecord> Records(SqliteConnection connection, BenchmarkQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT {RunColumns}, {MeasurementColumns}
            FROM benchmark_measurements x JOIN benchmark_runs r ON r.id = x.run_id JOIN benchmark_machines m ON m.id = r.machine_id
            WHERE ($run IS NULL OR x.run_id = $run) AND ($suite IS NULL OR x.suite = $suite) AND ($name IS NULL OR x.name = $name)
                AND ($machine IS NULL OR r.machine_id = $machine) AND ($since IS NULL OR x.started_at >= $since)
            ORDER BY x.id DESC LIMIT $limit
            """;
        command.Parameters.AddWithValue("$run", (object?)query.RunId ?? DBNull.Value);
        command.Parameters.AddWithValue("$suite", (object?)query.Suite ?? DBNull.Value);
        command.Parameters.AddWithValue("$name", (object?)query.Name ?? DBNull.Value);
        command.Parameters.AddWithValue("$machine", (object?)query.MachineId ?? DBNull.Value);
        command.Parameters.AddWithValue("$since", query.Since is { } since ? UnixTime.FromDateTime(since) : DBNull.Value);
        command.Parameters.AddWithValue("$limit", query.Limit);
        var records = new List<BenchmarkRecord>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                records.Add(new BenchmarkRecord(ReadRun(reader), ReadMeasurement(reader)));
            }
        }

        records.Reverse();
        return query.IncludeSamples
            ? [.. records.Select(record => record with { Measurement = record.Measurement with { Samples = Samples(connection, record.Measurement.Id) } })]
            : records;
    }

    public static IReadOnlyList<StoredBaseline> Baselines(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, run_id, set_at FROM benchmark_baselines ORDER BY name";
        using var reader = command.ExecuteReader();
        var baselines = new List<StoredBaseline>();
        while (reader.Read())
        {
            baselines.Add(new StoredBaseline(reader.GetString(0), reader.GetInt64(1), UnixTime.ToDateTime(reader.GetInt64(2))));
        }

        return baselines;
    }

    private static List<StoredSample> Samples(SqliteConnection connection, long measurementId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT kind, value, seconds, operations, allocated_bytes, cpu_seconds, working_set_bytes, is_outlier
            FROM benchmark_samples WHERE measurement_id = $id ORDER BY ordinal
            """;
        command.Parameters.AddWithValue("$id", measurementId);
        using var reader = command.ExecuteReader();
        var samples = new List<StoredSample>();
        while (reader.Read())
        {
            samples.Add(new StoredSample(
                reader.GetString(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetDouble(5), reader.GetInt64(6), reader.GetBoolean(7)));
        }

        return samples;
    }

    private static StoredRun ReadRun(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        StartedAt = UnixTime.ToDateTime(reader.GetInt64(1)),
        FinishedAt = reader.IsDBNull(2) ? null : UnixTime.ToDateTime(reader.GetInt64(2)),
        MachineId = reader.GetString(3),
        Cpu = reader.GetString(4),
        Cores = reader.GetInt32(5),
        MemoryBytes = reader.GetInt64(6),
        OperatingSystem = reader.GetString(7),
        Runtime = reader.GetString(8),
        Commit = Text(reader, 9),
        Branch = Text(reader, 10),
        IsDirty = reader.GetBoolean(11),
        Version = reader.GetString(12),
        Noise = Number(reader, 13),
        Label = Text(reader, 14),
    };

    private static StoredMeasurement ReadMeasurement(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(RunWidth),
        Suite = reader.GetString(RunWidth + 1),
        Name = reader.GetString(RunWidth + 2),
        Description = reader.GetString(RunWidth + 3),
        Outcome = reader.GetString(RunWidth + 4),
        Error = Text(reader, RunWidth + 5),
        Unit = reader.GetString(RunWidth + 6),
        LowerIsBetter = reader.GetBoolean(RunWidth + 7),
        Value = Number(reader, RunWidth + 8),
        Deviation = Number(reader, RunWidth + 9),
        ExecutionSeconds = reader.GetDouble(RunWidth + 10),
        MemoryMb = reader.GetDouble(RunWidth + 11),
        Target = Number(reader, RunWidth + 12),
        TargetSource = Text(reader, RunWidth + 13),
        Peer = Text(reader, RunWidth + 14),
        PeerValue = Number(reader, RunWidth + 15),
        PeerUnavailable = Text(reader, RunWidth + 16),
        Quality = Json<double>(reader, RunWidth + 17),
        Notes = Json<string>(reader, RunWidth + 18),
        Parameters = Json<string>(reader, RunWidth + 19),
        StartedAt = UnixTime.ToDateTime(reader.GetInt64(RunWidth + 20)),
        DurationSeconds = reader.GetDouble(RunWidth + 21),
    };

    private static Dictionary<string, T> Json<T>(SqliteDataReader reader, int column) => JsonSerializer.Deserialize<Dictionary<string, T>>(reader.GetString(column))!;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static double? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
