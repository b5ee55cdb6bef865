using System.Data.Common;
using Attune.Storage.Pool;
using Attune.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Pool;

/// <summary>Real connections to one SQLite file.</summary>
internal sealed class SqliteFileSource : IConnectionSource
{
    private readonly string _connectionString;

    public SqliteFileSource(string path)
    {
        NativeSqlite.EnsureLoaded();
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
    }

    public string Name => "writer";

    public static object? Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        Run(connection, "PRAGMA journal_mode = WAL");
        return connection;
    }

    public ValueTask<bool> IsAliveAsync(DbConnection connection, CancellationToken cancellationToken) => new(Run(connection, "SELECT 1") is 1L);

    public ValueTask ResetAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0)
        {
            Run(connection, "ROLLBACK");
        }

        return ValueTask.CompletedTask;
    }
}
