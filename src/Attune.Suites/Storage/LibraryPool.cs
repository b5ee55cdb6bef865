using System.Data.Common;
using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Attune.Suites.Storage;

/// <summary>The pool of the database's own library.</summary>
internal sealed class LibraryPool(StorageEngine engine, Func<LedgerDatabase> database) : Peer(engine == StorageEngine.Postgres ? "Npgsql's pool" : "Microsoft.Data.Sqlite's pool")
{
    /// <summary>Enough for the clock: about 50 ms.</summary>
    private const int Times = 100_000;

    private NpgsqlDataSource? _server;
    private Func<DbConnection>? _make;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (database() is PostgresDatabase server)
        {
            _server = NpgsqlDataSource.Create(server.ConnectionString);
            _make = _server.CreateConnection;
        }
        else
        {
            var file = new SqliteConnectionStringBuilder { DataSource = ((SqliteDatabase)database()).Path, Pooling = true }.ToString();
            _make = () => new SqliteConnection(file);
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++)
        {
            await TakeAsync(cancellationToken);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Times;
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
        else if (_make?.Invoke() is SqliteConnection connection)
        {
            await using (connection)
            {
                SqliteConnection.ClearPool(connection);
            }
        }
    }

    private async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        await using var connection = _make!();
        await connection.OpenAsync(cancellationToken);
    }
}
