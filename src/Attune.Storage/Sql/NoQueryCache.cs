namespace Attune.Storage.Sql;

/// <summary>Keeps nothing.</summary>
internal sealed class NoQueryCache : IQueryCache
{
    public static NoQueryCache Instance { get; } = new();

    public async ValueTask<T> GetOrAddAsync<T>(string key, IReadOnlyList<string> tables, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken) =>
        await factory(cancellationToken);
}
