using System.Diagnostics;
using System.Text;
using Attune.Events;
using Attune.Suites.Storage.Databases;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Suites.Storage.Postgres;

/// <summary>A table of the very definition of the room's, indexes and all, written with Npgsql as one would by hand.</summary>
internal sealed class PlainPostgres : IAsyncDisposable
{
    /// <summary>Rows of one multi-row statement.</summary>
    public const int ManyRows = 1000;

    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text,
    ];

    private readonly PostgresDatabase _database;
    private readonly string _table;
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<int, NpgsqlCommand> _inserts = [];
    private long _inserted;

    private PlainPostgres(PostgresDatabase database, string table, NpgsqlConnection connection) => (_database, _table, _connection) = (database, table, connection);

    /// <summary>The table.</summary>
    public string Table => _table;

    /// <summary>Makes the table, which goes again when this is disposed of, and connects.</summary>
    public static async Task<PlainPostgres> CreateAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var table = $"plain_{Guid.NewGuid():n}";
        await PlainSql.ExecuteAsync(database.ConnectionString, $"CREATE TABLE {table} (LIKE flows INCLUDING ALL)", cancellationToken);
        return new PlainPostgres(database, table, await PlainSql.OpenAsync(database.ConnectionString, cancellationToken));
    }

    /// <summary>Empties the table and lets the server settle.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await PlainSql.ExecuteAsync(_database.ConnectionString, $"TRUNCATE {_table}", cancellationToken);
        await PlainSql.CheckpointAsync(_database.ConnectionString, cancellationToken);
        _inserted = 0;
    }

    /// <summary>Prepared statements of so many rows each, every one a transaction by itself.</summary>
    public async Task<TimeSpan> InsertAsync(Flow[] flows, int rowsEach, CancellationToken cancellationToken)
    {
        await PrepareAsync(Math.Min(rowsEach, flows.Length), cancellationToken);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < flows.Length; i += rowsEach)
        {
            var count = Math.Min(rowsEach, flows.Length - i);
            var insert = await PrepareAsync(count, cancellationToken);
            for (var row = 0; row < count; row++)
            {
                FlowParameters.Fill(insert.Parameters, row * FlowParameters.Count, flows[i + row]);
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        _inserted += flows.Length;
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>psql's <c>\copy</c> of a file that is written before the time is taken; the start of psql counts.</summary>
    public async Task<TimeSpan> CopyAsync(string folder, Flow[] flows, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "flows.csv");
        await File.WriteAllLinesAsync(file, flows.Select(FlowParameters.ToCsv), cancellationToken);
        try
        {
            var elapsed = await Psql.CopyAsync(_database.ConnectionString, _table, file, cancellationToken);
            _inserted += flows.Length;
            return elapsed;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Fails when other rows are there than were inserted.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {_table}", _connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is long rows && rows != _inserted)
        {
            throw new InvalidOperationException($"The peer has {rows} rows; {_inserted} were inserted.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var insert in _inserts.Values)
        {
            await insert.DisposeAsync();
        }

        await _connection.DisposeAsync();
        await PlainSql.ExecuteAsync(_database.ConnectionString, $"DROP TABLE {_table}", CancellationToken.None);
    }

    private async ValueTask<NpgsqlCommand> PrepareAsync(int rows, CancellationToken cancellationToken)
    {
        if (_inserts.TryGetValue(rows, out var known))
        {
            return known;
        }

        var insert = new NpgsqlCommand { Connection = _connection };
        var sql = new StringBuilder($"INSERT INTO {_table} VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", Enumerable.Range((row * FlowParameters.Count) + 1, FlowParameters.Count).Select(number => $"${number}")).Append(')');
            foreach (var type in Types)
            {
                insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
            }
        }

        insert.CommandText = sql.ToString();
        await insert.PrepareAsync(cancellationToken);
        return _inserts[rows] = insert;
    }
}
