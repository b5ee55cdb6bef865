using System.Data.Common;
using System.Diagnostics;
using Attune.Events;
using Attune.Storage;
using Microsoft.Data.Sqlite;

namespace Attune.Suites.Storage.Databases;

/// <summary>The room's own table in a file of the room's own making, written with Microsoft.Data.Sqlite as one would by hand.</summary>
internal sealed class PlainFlows : IDisposable
{
    private const string Insert = "INSERT INTO flows VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    private readonly SqliteConnection _connection;

    private PlainFlows(SqliteConnection connection) => _connection = connection;

    /// <summary>Makes the file anew and opens it.</summary>
    public static async Task<PlainFlows> CreateAsync(SqliteDatabase database, SynchronousMode synchronous)
    {
        await database.EmptyAsync();
        await using (AttuneStorage.Open(database.Setup(synchronous)))
        {
            return Open(database, synchronous);
        }
    }

    /// <summary>Opens a file that is there.</summary>
    public static PlainFlows Open(SqliteDatabase database, SynchronousMode synchronous)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database.Path, Pooling = false }.ToString());
        connection.Open();
        var plain = new PlainFlows(connection);
        plain.Execute($"PRAGMA busy_timeout = 60000; PRAGMA synchronous = {(synchronous == SynchronousMode.Full ? "FULL" : "NORMAL")}");
        return plain;
    }

    /// <summary>One transaction; the statement is made anew, and so parsed, for each row.</summary>
    public TimeSpan InsertParsingEach(Flow[] flows)
    {
        var start = Stopwatch.GetTimestamp();
        using var transaction = _connection.BeginTransaction();
        foreach (var flow in flows)
        {
            using var command = MakeInsert();
            command.Transaction = transaction;
            FlowParameters.Fill(command.Parameters, 0, flow);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>A prepared statement without a transaction: each row is one by itself.</summary>
    /// <param name="flows">The rows.</param>
    /// <param name="inserted">Told what each row took.</param>
    public TimeSpan InsertEach(IEnumerable<Flow> flows, Action<TimeSpan>? inserted = null)
    {
        using var command = MakeInsert();
        command.Prepare();
        var start = Stopwatch.GetTimestamp();
        foreach (var flow in flows)
        {
            var begun = Stopwatch.GetTimestamp();
            FlowParameters.Fill(command.Parameters, 0, flow);
            command.ExecuteNonQuery();
            inserted?.Invoke(Stopwatch.GetElapsedTime(begun));
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Fails when other rows are there than were inserted.</summary>
    public void Check(long expected)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM flows";
        if (command.ExecuteScalar() is long rows && rows != expected)
        {
            throw new InvalidOperationException($"The peer has {rows} rows; {expected} were inserted.");
        }
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand MakeInsert()
    {
        var command = _connection.CreateCommand();
        command.CommandText = Insert;
        for (var i = 1; i <= FlowParameters.Count; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }

    private void Execute(string sql)
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
