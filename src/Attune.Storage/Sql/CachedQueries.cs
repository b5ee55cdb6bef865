using System.Data.Common;
using System.Globalization;

namespace Attune.Storage.Sql;

/// <summary>Runs expensive queries through the cache.</summary>
/// <remarks>The key is made before the query runs: what is read may be newer than its key says, but never older.</remarks>
internal sealed class CachedQueries(QueryRunner queries, IQueryCache cache, TableVersions versions)
{
    // A cache may outlive this store or serve several: their numbers begin anew.
    private readonly string _store = Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture)[..12];

    /// <summary>What differs between the engines in the texts of queries.</summary>
    public SqlDialect Dialect { get; } = queries.Dialect;

    /// <summary>All rows of a query that reads one table.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string table, SqlQuery query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{query.Name}:{_store}:{versions.Of(table)}:{query.Fingerprint()}");
        return await cache.GetOrAddAsync<IReadOnlyList<T>>(
            key, [table], async cancellation => (await queries.ListAsync(query, read, cancellation)).AsReadOnly(), cancellationToken);
    }
}
