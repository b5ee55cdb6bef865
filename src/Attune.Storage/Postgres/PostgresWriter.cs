using System.Data;
using System.Data.Common;
using Attune.Storage.Sql;
using Attune.Storage.Writing;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Storage.Postgres;

/// <summary>An open writing connection and what belongs to it: its prepared statements and temporary tables. Used by one thread.</summary>
internal sealed class PostgresWriter : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly CopyBuffer _buffer;
    private readonly NpgsqlCommand _mark;
    private readonly HashSet<StagedTable> _stages = [];
    private readonly HashSet<StagedTable> _detours = [];
    private readonly Dictionary<StagedTable, int> _staged = [];
    private NpgsqlTransaction? _transaction;

    private PostgresWriter(NpgsqlConnection connection, CopyBuffer buffer, Guid id)
    {
        (_connection, _buffer) = (connection, buffer);
        _mark = new NpgsqlCommand(
            """
            INSERT INTO writers (id, batch, seen_at) VALUES (@id, @batch, @now)
            ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, seen_at = excluded.seen_at
            """,
            connection);
        _mark.Parameters.AddWithValue("id", id);
        _mark.Parameters.Add("batch", NpgsqlDbType.Bigint);
        _mark.Parameters.Add("now", NpgsqlDbType.Bigint);
    }

    /// <summary>The server's process that serves it.</summary>
    public Backend Backend { get; private set; }

    /// <summary>True when nothing can be done on it any more.</summary>
    public bool IsBroken => _connection.FullState is ConnectionState.Closed or ConnectionState.Broken;

    /// <summary>Connects. Ends the process of the connection that was lost before, if it still runs: it may hold locks until it notices.</summary>
    public static PostgresWriter Open(PostgresConnections connections, CopyBuffer buffer, Guid id, Backend? lost)
    {
        var connection = connections.CreateWriter();
        try
        {
            connection.Open();
            var started = connection.Rows(
                """
                SELECT backend_start, CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
                FROM pg_stat_activity WHERE pid = pg_backend_pid()
                """,
                row => row.GetFieldValue<DateTime>(0)).Single();
            if (lost is { } other)
            {
                Terminate(connection, other);
            }

            return new PostgresWriter(connection, buffer, id) { Backend = new Backend(connection.ProcessID, started) };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Number of the last group that was committed under the id. Waits for a transaction of the lost connection that has not ended yet.</summary>
    public long ReadMark(Guid id, long now) =>
        // A plain read would not see the first row of an id while its transaction is being committed; an upsert waits for it.
        (long)_connection.Scalar(
            "INSERT INTO writers AS w (id, batch, seen_at) VALUES (@id, 0, @now) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at RETURNING w.batch",
            ("id", id), ("now", now))!;

    /// <summary>Begins a transaction with the group's number, and makes the temporary tables that it will need.</summary>
    public void Begin(long batch, long now, IEnumerable<StagedTable> stages)
    {
        _detours.Clear();
        foreach (var table in stages)
        {
            _detours.Add(table);
            if (!_stages.Contains(table))
            {
                _connection.Execute(table.CreateStage);
                _stages.Add(table);
            }
        }

        _staged.Clear();
        _transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted);

        // First of all, so that the row is locked by the time that COMMIT is sent: who asks for it then waits for the outcome.
        _mark.Parameters["batch"].Value = batch;
        _mark.Parameters["now"].Value = now;
        if (!_mark.IsPrepared)
        {
            _mark.Prepare();
        }

        _mark.ExecuteNonQuery();
    }

    /// <summary>Whether the rows of a table go by way of the temporary one in this transaction.</summary>
    public bool IsStaged(StagedTable table) => _detours.Contains(table);

    public void Run(WorkStep step) => step.Run(_connection);

    /// <summary>Copies rows straight into their table. Returns false when a key was there already; the transaction can then only be rolled back.</summary>
    public bool TryCopy(StagedTable table, IReadOnlyList<InsertStep> steps)
    {
        try
        {
            Copy(table.Copy, table.Columns, steps, firstOrdinal: null);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            table.MeetDuplicate();
            return false;
        }

        table.GoStraight();
        foreach (var step in steps)
        {
            Array.Fill(step.Added, true);
            step.AddedCount = step.Count;
        }

        return true;
    }

    /// <summary>Brings rows into their table by way of the temporary one; those whose keys are there already are left out.</summary>
    public void Stage(StagedTable table, IReadOnlyList<InsertStep> steps)
    {
        var first = _staged.GetValueOrDefault(table);
        var total = steps.Sum(step => step.Count);
        Copy(table.CopyToStage, table.Columns + 1, steps, first);
        _staged[table] = first + total;
        var added = new bool[total];
        foreach (var ordinal in _connection.Rows(table.Move, row => row.GetInt32(0), ("first", first)))
        {
            added[ordinal - first] = true;
        }

        var rest = added.AsSpan();
        foreach (var step in steps)
        {
            rest[..step.Count].CopyTo(step.Added);
            step.AddedCount = step.Added.AsSpan().Count(true);
            rest = rest[step.Count..];
        }

        table.TakeDetour();
    }

    public void Commit()
    {
        _transaction!.Commit();
        EndTransaction();
    }

    /// <summary>Undoes the open transaction, if any; the connection is broken afterwards when that fails.</summary>
    public void Rollback()
    {
        try
        {
            _transaction?.Rollback();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            _connection.Close();
        }

        EndTransaction();
    }

    /// <summary>Takes the id's row away, as it is not needed any more.</summary>
    public void Forget(Guid id) => _connection.Execute("DELETE FROM writers WHERE id = @id", ("id", id));

    public void Dispose()
    {
        // The server rolls back what is open, and closing waits for no answer.
        _mark.Dispose();
        _connection.Dispose();
    }

    private static void Terminate(NpgsqlConnection connection, Backend backend)
    {
        try
        {
            connection.Scalar(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = @process AND backend_start = @started",
                ("process", backend.Process), ("started", backend.StartedAt));
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Not ours, it seems; the mark's row lock still tells when it is done.
        }
    }

    private void Copy(string sql, int fields, IReadOnlyList<InsertStep> steps, int? firstOrdinal)
    {
        var stream = _connection.BeginRawBinaryCopy(sql);
        try
        {
            Encode(stream, fields, steps, firstOrdinal);
        }
        catch
        {
            Cancel(stream);
            throw;
        }

        stream.Dispose();
    }

    private void Encode(NpgsqlRawCopyStream stream, int fields, IReadOnlyList<InsertStep> steps, int? firstOrdinal)
    {
        var ordinal = firstOrdinal ?? 0;
        _buffer.Begin(stream);
        foreach (var step in steps)
        {
            for (var i = 0; i < step.Count; i++)
            {
                _buffer.BeginRow(fields);
                step.WriteRow(_buffer, i);
                if (firstOrdinal is not null)
                {
                    _buffer.WriteInt32(ordinal++);
                }
            }
        }

        _buffer.End();
    }

    /// <summary>Ends a COPY so that nothing of it is kept. The error that led here is the one to report.</summary>
    private void Cancel(NpgsqlRawCopyStream stream)
    {
        try
        {
            stream.Cancel();
            stream.Dispose();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            _connection.Close();
        }
    }

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}
