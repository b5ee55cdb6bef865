using System.Data.Common;
using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Storage.Postgres;
using Microsoft.Data.Sqlite;

namespace Attune.Suites.Storage;

/// <summary>The room's query on the same data, with the same caches and memory, where the index is not there or may not be used.</summary>
internal sealed class UnindexedSums(StorageEngine engine, Func<LedgerDatabase> database, Func<IReadOnlyList<SourceTotal>> expected) : Peer("the same query, without its index")
{
    private DbConnection? _connection;

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _connection = database() is PostgresDatabase server
            ? await PlainSql.OpenAsync(server.ConnectionString, cancellationToken)
            : CopyWithoutIndex((SqliteDatabase)database(), Path.Combine(context.WorkFolder, "unindexed.db"));
        await using var command = _connection.CreateCommand();
        command.CommandText = engine == StorageEngine.Postgres
            ? "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; SET work_mem = '64MB'; SET jit = off"
            : $"PRAGMA cache_size = -{new StorageOptions().PageCacheKib}; PRAGMA mmap_size = {new StorageOptions().MmapBytes}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await using var command = _connection!.CreateCommand();
        command.CommandText = $"""
            SELECT source_ip, count(*), CAST(sum(bytes_transferred) AS BIGINT) AS total FROM flows
            GROUP BY source_ip ORDER BY total DESC, source_ip LIMIT {SourceSums.Limit}
            """;
        var totals = new List<SourceTotal>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            totals.Add(new SourceTotal(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return totals.SequenceEqual(expected()) ? elapsed.TotalMilliseconds : throw new InvalidOperationException("The sums differ from ours.");
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>A copy, because SQLite uses an index that covers the query even where it is told not to.</summary>
    private static SqliteConnection CopyWithoutIndex(SqliteDatabase file, string copy)
    {
        using (var source = Open(file.Path))
        {
            Execute(source, $"VACUUM INTO '{copy.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        var connection = Open(copy);
        Execute(connection, "DROP INDEX flows_by_source");
        return connection;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 600);
        command.ExecuteNonQuery();
    }
}
