using System.Data.Common;
using System.Text.Json;
using Attune.Storage.Sql;

namespace Attune.Storage.Benchmarks;

/// <summary>The statements that write the benchmark history. Values are always parameters.</summary>
internal static class BenchmarkWrites
{
    public static long InsertRun(DbConnection connection, StoredRun run)
    {
        connection.Execute(
            "INSERT INTO benchmark_machines (id, cpu, cores, memory_bytes, operating_system, runtime) VALUES (@id, @cpu, @cores, @memory, @os, @runtime) ON CONFLICT (id) DO NOTHING",
            ("id", run.MachineId), ("cpu", run.Cpu), ("cores", run.Cores), ("memory", run.MemoryBytes), ("os", run.OperatingSystem), ("runtime", run.Runtime));
        return (long)connection.Scalar(
            """
                INSERT INTO benchmark_runs (started_at, machine_id, commit_hash, branch, is_dirty, version, noise, label)
                VALUES (@started, @machine, @commit, @branch, @dirty, @version, @noise, @label) RETURNING id
                """,
            ("started", UnixTime.FromDateTime(run.StartedAt)), ("machine", run.MachineId), ("commit", run.Commit), ("branch", run.Branch),
            ("dirty", run.IsDirty), ("version", run.Version), ("noise", run.Noise), ("label", run.Label))!;
    }

    public static long InsertMeasurement(DbConnection connection, long runId, StoredMeasurement row)
    {
        CheckRun(connection, runId);
        var id = (long)connection.Scalar(
            """
                INSERT INTO benchmark_measurements (run_id, suite, name, description, outcome, error, unit, lower_is_better, value, deviation, execution_seconds,
                    memory_mb, target, target_source, peer, peer_value, peer_unavailable, quality, notes, parameters, started_at, duration_seconds)
                VALUES (@run, @suite, @name, @description, @outcome, @error, @unit, @lower, @value, @deviation, @execution,
                    @memory, @target, @source, @peer, @peerValue, @peerUnavailable, @quality, @notes, @parameters, @started, @duration) RETURNING id
                """,
            ("run", runId), ("suite", row.Suite), ("name", row.Name), ("description", row.Description), ("outcome", row.Outcome), ("error", row.Error),
            ("unit", row.Unit), ("lower", row.LowerIsBetter), ("value", row.Value), ("deviation", row.Deviation), ("execution", row.ExecutionSeconds),
            ("memory", row.MemoryMb), ("target", row.Target), ("source", row.TargetSource), ("peer", row.Peer), ("peerValue", row.PeerValue),
            ("peerUnavailable", row.PeerUnavailable), ("quality", JsonSerializer.Serialize(row.Quality)), ("notes", JsonSerializer.Serialize(row.Notes)),
            ("parameters", JsonSerializer.Serialize(Sorted(row.Parameters))), ("started", UnixTime.FromDateTime(row.StartedAt)), ("duration", row.DurationSeconds))!;
        for (var i = 0; i < row.Samples.Count; i++)
        {
            var sample = row.Samples[i];
            connection.Execute(
                """
                    INSERT INTO benchmark_samples (measurement_id, ordinal, kind, value, seconds, operations, allocated_bytes, cpu_seconds, working_set_bytes, is_outlier)
                    VALUES (@id, @ordinal, @kind, @value, @seconds, @operations, @allocated, @cpu, @memory, @outlier)
                    """,
                ("id", id), ("ordinal", i), ("kind", sample.Kind), ("value", sample.Value), ("seconds", sample.Seconds), ("operations", sample.Operations),
                ("allocated", sample.AllocatedBytes), ("cpu", sample.CpuSeconds), ("memory", sample.WorkingSetBytes), ("outlier", sample.IsOutlier));
        }

        return id;
    }

    /// <exception cref="StorageException">There is no such run.</exception>
    public static void CheckRun(DbConnection connection, long runId)
    {
        if (connection.Scalar("SELECT 1 FROM benchmark_runs WHERE id = @id", ("id", runId)) is null)
        {
            throw new StorageException($"There is no benchmark run {runId}.");
        }
    }

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> values) => new(values.ToDictionary(), StringComparer.Ordinal);
}
