using System.Data;
using System.Data.Common;
using System.Diagnostics;

namespace Attune.Storage.Sql;

/// <summary>Runs queries on pooled reading connections, measures each, and reports the slow ones with their plan.</summary>
internal sealed class QueryRunner(ISqlEngine engine, StorageMeter meter, SlowQueryLog slow)
{
    /// <summary>What differs between the engines in the texts of queries.</summary>
    public SqlDialect Dialect { get; } = new(engine.Kind);

    /// <summary>All rows of a query.</summary>
    public Task<List<T>> ListAsync<T>(SqlQuery query, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync(connection => ListAsync(connection, query, read, cancellationToken), cancellationToken);

    /// <summary>The first row; default if there is none.</summary>
    public async Task<T?> FirstAsync<T>(SqlQuery query, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        (await ListAsync(query, read, cancellationToken)) is [var first, ..] ? first : default;

    /// <summary>Several queries on one connection.</summary>
    public async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await engine.EnsureReadyAsync(cancellationToken);
            return await (engine.Blocks ? Task.Run(() => BorrowAsync(work, cancellationToken), cancellationToken) : BorrowAsync(work, cancellationToken));
        }
        catch (Exception error) when (engine.Translate(error) is not null)
        {
            throw engine.Translate(error)!;
        }
    }

    /// <summary>All rows of a query, on a connection that <see cref="RunAsync"/> gave.</summary>
    public async Task<List<T>> ListAsync<T>(DbConnection connection, SqlQuery query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = new List<T>();
        await using (var command = query.On(connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        meter.QueryDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("query", query.Name));
        if (slow.IsSlow(elapsed))
        {
            await slow.ReportAsync(engine, connection, query, elapsed, rows.Count, cancellationToken);
        }

        return rows;
    }

    private async Task<T> BorrowAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var lease = await engine.Readers.AcquireAsync(cancellationToken);
        try
        {
            return await work(lease.Connection);
        }
        catch (Exception error) when (engine.Translate(error) is { IsTransient: true })
        {
            lease.MarkBroken();
            if (lease.Connection.State != ConnectionState.Open)
            {
                // It was lost, and so are probably the others: nobody else is to find that out by an error.
                engine.Readers.Clear();
            }

            throw;
        }
    }
}
