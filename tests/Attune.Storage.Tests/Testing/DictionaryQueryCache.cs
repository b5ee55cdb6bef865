using System.Collections.Concurrent;

namespace Attune.Storage.Tests.Testing;

/// <summary>The simplest cache that keeps the contract: everything, for ever.</summary>
public sealed class DictionaryQueryCache : IQueryCache
{
    private readonly ConcurrentDictionary<string, object> _values = new();
    private int _hits;
    private int _misses;

    public int Hits => _hits;

    public int Misses => _misses;

    /// <summary>The keys that have been asked for, with their tables.</summary>
    public ConcurrentQueue<(string Key, string Tables)> Asked { get; } = new();

    /// <summary>What happens after a query ran and before its result is kept.</summary>
    public Func<Task> BeforeKeeping { get; set; } = () => Task.CompletedTask;

    public async ValueTask<T> GetOrAddAsync<T>(string key, IReadOnlyList<string> tables, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken)
    {
        Asked.Enqueue((key, string.Join(',', tables)));
        if (_values.TryGetValue(key, out var kept))
        {
            Interlocked.Increment(ref _hits);
            return (T)kept;
        }

        Interlocked.Increment(ref _misses);
        var value = await factory(cancellationToken);
        await BeforeKeeping();
        _values[key] = value!;
        return value;
    }
}
