using Attune.Storage.Pool;
using Attune.Testing;
using Attune.Tuning;
using Microsoft.Extensions.Logging;

namespace Attune.Storage.Tests.Pool;

/// <summary>A pool of fake connections with a clock that the test moves.</summary>
internal sealed class PoolFixture : IAsyncDisposable
{
    private readonly StoragePoolMeter _meter = new();

    public PoolFixture(Action<ConnectionPoolOptions>? configure = null, ILogger? logger = null, TimeProvider? time = null, string name = "reader")
    {
        Source = new FakeConnectionSource { Name = name };
        Options = new ConnectionPoolOptions { MinSize = 0, MaxSize = 2 };
        configure?.Invoke(Options);
        Knob = new Tunable(ConnectionPool.Knob(Options));
        Pool = new ConnectionPool(Source, Options, Knob, _meter, logger, time ?? Clock, new Random(1));
    }

    public ManualTimeProvider Clock { get; } = new();

    public FakeConnectionSource Source { get; }

    public ConnectionPoolOptions Options { get; }

    public Tunable Knob { get; }

    public ConnectionPool Pool { get; }

    public PoolStatistics Now => Pool.Statistics;

    /// <summary>Borrows as many connections as the pool opens and gives them back, so that so many are idle.</summary>
    public async Task WarmUpAsync(int count)
    {
        var leases = new List<ConnectionLease>();
        for (var i = 0; i < count; i++)
        {
            leases.Add(await Pool.AcquireAsync());
        }

        // The first opened comes back last and will be lent first.
        leases.Reverse();
        leases.ForEach(lease => lease.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        _meter.Dispose();
    }
}
