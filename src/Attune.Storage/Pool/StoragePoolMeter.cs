using System.Diagnostics.Metrics;

namespace Attune.Storage.Pool;

/// <summary>The instruments of all pools of a store, with the tag <c>pool</c>.</summary>
internal sealed class StoragePoolMeter : IDisposable
{
    /// <summary>Tag that names the pool.</summary>
    public const string PoolTag = "pool";

    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetNames<CloseReason>().Select(name => new KeyValuePair<string, object?>("reason", name.ToLowerInvariant()))];

    private readonly Meter _meter = new("Attune.Storage");
    private ConnectionPool[] _pools = [];

    public StoragePoolMeter()
    {
        WaitDuration = _meter.CreateHistogram<double>("attune.storage.pool.wait.duration", "s", "Time from asking for a connection to getting it; 0 when one was idle.");
        Timeouts = _meter.CreateCounter<long>("attune.storage.pool.timeouts", "{acquisition}", "Callers that got no connection in time.");
        Leaks = _meter.CreateCounter<long>("attune.storage.pool.leaks", "{lease}", "Leases that were held too long or dropped.");
        Recycled = _meter.CreateCounter<long>("attune.storage.pool.recycled", "{connection}", "Connections closed by a pool, by reason.");
        _meter.CreateObservableUpDownCounter("attune.storage.pool.connections", Connections, "{connection}", "Connections, idle or in use.");
        _meter.CreateObservableUpDownCounter("attune.storage.pool.waiters", Waiters, "{caller}", "Callers that wait for a connection.");
    }

    public Histogram<double> WaitDuration { get; }

    public Counter<long> Timeouts { get; }

    public Counter<long> Leaks { get; }

    public Counter<long> Recycled { get; }

    public static KeyValuePair<string, object?> Reason(CloseReason reason) => Reasons[(int)reason];

    public void Add(ConnectionPool pool) => Replace(pools => [.. pools, pool]);

    public void Remove(ConnectionPool pool) => Replace(pools => [.. pools.Where(other => other != pool)]);

    public void Dispose() => _meter.Dispose();

    private void Replace(Func<ConnectionPool[], ConnectionPool[]> change)
    {
        lock (_meter)
        {
            _pools = change(_pools);
        }
    }

    private IEnumerable<Measurement<int>> Connections()
    {
        foreach (var pool in Volatile.Read(ref _pools))
        {
            var now = pool.Statistics;
            yield return new Measurement<int>(now.Idle, [new(PoolTag, now.Name), new("state", "idle")]);
            yield return new Measurement<int>(now.InUse, [new(PoolTag, now.Name), new("state", "in_use")]);
        }
    }

    private IEnumerable<Measurement<int>> Waiters() =>
        Volatile.Read(ref _pools).Select(pool => new Measurement<int>(pool.Statistics.Waiters, new KeyValuePair<string, object?>(PoolTag, pool.Name)));
}
