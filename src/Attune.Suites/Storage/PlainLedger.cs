using Attune.Events;
using Microsoft.Data.Sqlite;

namespace Attune.Suites.Storage;

/// <summary>A ledger as one writes it by hand with Microsoft.Data.Sqlite: a table, a prepared INSERT, a transaction; SQLite's own settings.</summary>
internal sealed class PlainLedger : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public PlainLedger(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "plain.db")};Pooling=False");
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = """
            CREATE TABLE ledger (
                id BLOB PRIMARY KEY, stream TEXT, timestamp INTEGER, source_ip TEXT, destination_ip TEXT, bytes_transferred INTEGER, protocol TEXT, message_id TEXT)
            """;
        create.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO ledger VALUES ($id, $stream, $timestamp, $source, $destination, $bytes, $protocol, NULL)";
        foreach (var name in new[] { "$id", "$stream", "$timestamp", "$source", "$destination", "$bytes", "$protocol" })
        {
            _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        _insert.Prepare();
    }

    public void Insert(IReadOnlyList<Flow> flows)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        var parameters = _insert.Parameters;
        foreach (var flow in flows)
        {
            var id = new byte[EventId.Size];
            flow.Id.WriteTo(id);
            (parameters[0].Value, parameters[1].Value, parameters[2].Value, parameters[3].Value) = (id, "benchmark", flow.Timestamp.Ticks, flow.SourceIp);
            (parameters[4].Value, parameters[5].Value, parameters[6].Value) = (flow.Destination, flow.Bytes, flow.Protocol);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Reads all rows of a query and returns how many there were.</summary>
    public int Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = 0;
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            rows++;
        }

        return rows;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
