using Attune.Storage.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Commits groups on a connection of its own, and over the loss of that connection: no group is lost, and none is stored twice.</summary>
/// <remarks>
/// <para>Rows are copied straight into their table as long as all are new, which is the fastest way there is. When one was there already, the group goes by way of a
/// temporary table that only lets new ones through, and so do the next groups for that table.</para>
/// <para>Each session has a row in <c>writers</c>, where every transaction notes its group's number. When the connection is lost while the answer to COMMIT is
/// due, a new connection reads that number: it says whether the group was committed, and the results stay right either way. Used by one thread.</para>
/// </remarks>
internal sealed partial class PostgresWriteSession(
    PostgresConnections connections, PostgresReadiness readiness, Action lost, PostgresOptions options, TimeProvider time, ILogger logger) : IWriteSession
{
    private const int MaxCollisions = 5;

    private readonly Guid _id = Guid.NewGuid();
    private readonly CopyBuffer _buffer = new();
    private readonly Outage _outage = new(time, options.RetryFor);
    private readonly Dictionary<TableInsert, StagedTable> _tables = [];
    private PostgresWriter? _writer;
    private Backend? _lost;
    private long _batch;
    private bool _undecided;
    private string? _fault;

    /// <summary>Why the group in hand is being tried again; null when none is. Read by any thread.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    public void Commit(IReadOnlyList<WriteRequest> requests)
    {
        (_undecided, var collisions) = (false, 0);
        _batch++;
        try
        {
            while (!TryCommit(requests, ref collisions))
            {
            }
        }
        finally
        {
            Volatile.Write(ref _fault, null);
        }
    }

    public void EndPatience() => _outage.EndPatience();

    public void Dispose()
    {
        try
        {
            _writer?.Forget(_id);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            // Rows of writers that are gone are removed after a week anyway.
        }

        Drop();
        _buffer.Dispose();
        _outage.Dispose();
    }

    /// <summary>One attempt; false when another is due.</summary>
    private bool TryCommit(IReadOnlyList<WriteRequest> requests, ref int collisions)
    {
        PostgresWriter writer;
        try
        {
            writer = Connect();
            if (_undecided && writer.ReadMark(_id, Now()) == _batch)
            {
                ReportBack();
                return true;
            }

            _undecided = false;
        }
        catch (Exception error) when (Translate(error) is { } known)
        {
            Drop();
            return known.IsTransient && TryWait(known) ? false : throw Explain(known);
        }

        try
        {
            if (!TryStore(writer, requests))
            {
                writer.Rollback();
                return false;
            }

            ReportBack();
            return true;
        }
        catch (Exception error) when (_undecided || writer.IsBroken || PostgresErrors.IsLoss(error))
        {
            Drop();
            lost();
            var known = Translate(error) ?? new StorageException($"The connection to PostgreSQL at {connections.Primary} was lost: {error.Message}", error) { IsTransient = true };
            return TryWait(known) ? false : throw Explain(known);
        }
        catch (Exception error)
        {
            ReportBack();
            writer.Rollback();
            if (PostgresErrors.IsCollision(error) && ++collisions <= MaxCollisions)
            {
                // By way of the temporary tables the rows go in the order of their keys, in which all writers wait for each other the same way round.
                TablesOf(requests).ForEach(table => table.MeetDuplicate());
                return false;
            }

            throw Translate(error) ?? error;
        }
    }

    /// <summary>Runs the group as one transaction; false when it must be rolled back and run again because rows were there already.</summary>
    private bool TryStore(PostgresWriter writer, IReadOnlyList<WriteRequest> requests)
    {
        // The rows of all requests together, table by table in one order, so that writers cannot wait for each other in a circle.
        var merged = requests.Where(request => !request.IsOrdered).SelectMany(request => request.Steps).Cast<InsertStep>()
            .Where(step => step.Count > 0).GroupBy(step => step.Target).OrderBy(group => group.Key.Table, StringComparer.Ordinal).ToList();
        writer.Begin(_batch, Now(), TablesOf(requests).Where(table => table.DetourLeft > 0));
        foreach (var group in merged)
        {
            if (!TryInsert(writer, [.. group]))
            {
                return false;
            }
        }

        foreach (var step in requests.Where(request => request.IsOrdered).SelectMany(request => request.Steps))
        {
            if (step is WorkStep work)
            {
                writer.Run(work);
            }
            else if (step is InsertStep { Count: > 0 } insert && !TryInsert(writer, [insert]))
            {
                return false;
            }
        }

        Finish(writer);
        return true;
    }

    private bool TryInsert(PostgresWriter writer, IReadOnlyList<InsertStep> steps)
    {
        var table = TableOf(steps[0].Target);
        if (!writer.IsStaged(table))
        {
            return writer.TryCopy(table, steps);
        }

        writer.Stage(table, steps);
        return true;
    }

    private void Finish(PostgresWriter writer)
    {
        _undecided = true;
        try
        {
            writer.Commit();
        }
        catch (PostgresException error) when (!PostgresErrors.IsLoss(error))
        {
            // The server says that it did not commit.
            _undecided = false;
            throw;
        }

        _undecided = false;
    }

    private PostgresWriter Connect()
    {
        if (_writer is null)
        {
            readiness.PrepareAsync().GetAwaiter().GetResult();
            _writer = PostgresWriter.Open(connections, _buffer, _id, _lost);
            _lost = null;
        }

        return _writer;
    }

    private void Drop()
    {
        if (_writer is { } writer)
        {
            (_lost, _writer) = (writer.Backend, null);
            try
            {
                writer.Dispose();
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
            {
                // It is given up already; how it closes says nothing more.
            }
        }
    }

    private bool TryWait(StorageException error)
    {
        Volatile.Write(ref _fault, error.Message);
        if (!_outage.IsOn)
        {
            LogLost(error.Message, options.RetryFor.TotalSeconds);
        }

        return _outage.TryWait();
    }

    private void ReportBack()
    {
        if (_outage.End() is { } away)
        {
            LogBack(connections.Primary.Name, away.TotalSeconds);
        }
    }

    private StorageException Explain(StorageException error) => !_undecided ? error : new StorageException(
        $"{error.Message} It is not known whether the last write was stored: send it again, as events that were stored already are recognised by their ids.", error)
    { IsTransient = true };

    private StorageException? Translate(Exception error) => error as StorageException ?? PostgresErrors.Translate(error, connections.Primary);

    private List<StagedTable> TablesOf(IReadOnlyList<WriteRequest> requests) =>
        [.. requests.SelectMany(request => request.Steps).OfType<InsertStep>().Select(step => step.Target).Distinct().Select(TableOf)];

    private StagedTable TableOf(TableInsert insert)
    {
        if (!_tables.TryGetValue(insert, out var table))
        {
            table = new StagedTable(insert);
            _tables.Add(insert, table);
        }

        return table;
    }

    private long Now() => UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Error} Writes are tried again for {Seconds:0.#} s, then reported as failed")]
    private partial void LogLost(string error, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL at {Address} answers again after {Seconds:0.0} s")]
    private partial void LogBack(string address, double seconds);
}
