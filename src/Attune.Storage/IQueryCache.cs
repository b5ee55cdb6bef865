namespace Attune.Storage;

/// <summary>Where the results of expensive queries are kept. <see cref="StorageSetup.Cache"/> takes one; without it every query runs.</summary>
/// <remarks>
/// A write needs to remove nothing: a key contains how often this store has changed the tables that the query reads, taken before the query runs, so that a
/// result is not found under the keys of later writes, and a write during the query cannot leave an older result behind. The numbers count this store's
/// own writes only: where other processes write to the same database, or reads go to a replica, results must expire after a time that the
/// reader can bear. Keys are not shared between two opened stores, and not between two runs of a program.
/// </remarks>
public interface IQueryCache
{
    /// <summary>The value that is kept under a key; when there is none, that of the factory, which is then kept.</summary>
    /// <typeparam name="T">A list of records that nobody changes.</typeparam>
    /// <param name="key">What identifies the query, its values and the state of its tables; at most 100 characters of ASCII.</param>
    /// <param name="tables">The tables that the query reads, for those who drop older results by table.</param>
    /// <param name="factory">Runs the query. What it throws goes to the caller and is not kept.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    ValueTask<T> GetOrAddAsync<T>(string key, IReadOnlyList<string> tables, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken);
}
