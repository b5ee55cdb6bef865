using System.Runtime.CompilerServices;
using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionLeaseTests
{
    [Fact]
    public async Task Finalizer_DroppedLease_FreesThePlaceForTheOneWhoWaits()
    {
        var logger = new RecordingLogger();
        await using var pool = new PoolFixture(options => options.MaxSize = 1, logger);
        Drop(pool);
        var waiting = pool.Pool.AcquireAsync().AsTask();

        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return waiting.IsCompleted;
            },
            "the place of the dropped lease is free");

        using var lease = await waiting;
        ((FakeConnection)lease.Connection).Number.ShouldBe(2);
        (pool.Now.Leaks, pool.Source.Open, pool.Now.InUse, pool.Source.MostOpen).ShouldBe((1, 1, 1, 1));
        logger.Entries.ShouldHaveSingleItem().Text.ShouldContain("dropped without being disposed");
    }

    [Fact]
    public async Task Finalizer_LeaseThatWasHeldTooLong_IsOneLeakNotTwo()
    {
        await using var pool = new PoolFixture();
        Drop(pool);
        pool.Clock.Advance(TimeSpan.FromMinutes(2));
        pool.Now.Leaks.ShouldBe(1);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return pool.Now.Open == 0;
        });

        (pool.Now.Leaks, pool.Source.Open).ShouldBe((1, 0));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(PoolFixture pool)
    {
        var acquired = pool.Pool.AcquireAsync();
        if (!acquired.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The fake opens at once.");
        }

        acquired.Result.Connection.ShouldNotBeNull();
    }
}
