using Attune.Storage.Pool;
using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionPoolStressTests
{
    private const int Max = 4;

    [Fact]
    public async Task AcquireAsync_CancelledAndTimedOutAtRandom_NoConnectionIsEverLostOrShared()
    {
        await using var pool = new PoolFixture(
            options => (options.MinSize, options.MaxSize, options.AcquireTimeout, options.ValidateAfter) = (1, Max, TimeSpan.FromMilliseconds(2), TimeSpan.FromTicks(50)),
            time: TimeProvider.System);
        pool.Source.BeforeOpen = async _ => await Task.Yield();
        pool.Source.BeforeCheck = async _ => await Task.Yield();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(seed => Task.Run(() => BorrowAsync(pool, new Random(seed), 300)))).WaitAsync(Eventually.Bound);

        pool.Pool.Clear();
        await Eventually.TrueAsync(() => pool.Now is { InUse: 0, Waiters: 0 } now && now.Open == now.Idle);
        (pool.Now.Opened - pool.Now.Recycled).ShouldBe(pool.Now.Open);
        pool.Now.Acquired.ShouldBe(outcomes.Sum());
        pool.Source.MostOpen.ShouldBeLessThanOrEqualTo(Max);
        pool.Source.Open.ShouldBe(pool.Now.Open);
        await AllPlacesAreFreeAsync(pool);
    }

    [Fact]
    public async Task AcquireAsync_CancelledAsTheConnectionComesBack_OneOfBothWinsAndNothingIsLost()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var served = 0;
        for (var round = 0; round < 2000; round++)
        {
            var held = await pool.Pool.AcquireAsync();
            using var cancel = new CancellationTokenSource();
            var waiting = pool.Pool.AcquireAsync(cancel.Token).AsTask();
            using var start = new Barrier(2);
            var cancelling = Task.Run(() =>
            {
                start.SignalAndWait();
                cancel.Cancel();
            });
            start.SignalAndWait();
            held.Dispose();
            await cancelling;
            try
            {
                (await waiting.WaitAsync(Eventually.Bound)).Dispose();
                served++;
            }
            catch (OperationCanceledException)
            {
                // The cancellation won.
            }

            (pool.Now.Idle, pool.Now.InUse, pool.Now.Waiters).ShouldBe((1, 0, 0));
        }

        pool.Now.Acquired.ShouldBe(2000 + served);
        pool.Source.OpenedTotal.ShouldBe(1);
    }

    [Fact]
    public async Task AcquireAsync_ThreadsWhileTheMaximumMovesAndThePoolIsCleared_KeepsToTheLargest()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = Max);
        using var stop = new CancellationTokenSource();
        var disturbing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                pool.Knob.Set(1 + (i % Max), "test", "moving");
                pool.Pool.Clear();
                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => BorrowAsync(pool, new Random(seed), 500)))).WaitAsync(Eventually.Bound);

        await stop.CancelAsync();
        await disturbing;
        pool.Knob.Set(Max, "test", "done");
        pool.Source.MostOpen.ShouldBeLessThanOrEqualTo(Max);
        (pool.Now.Timeouts, pool.Now.InUse, pool.Now.Waiters).ShouldBe((0, 0, 0));
        await AllPlacesAreFreeAsync(pool);
    }

    private static async Task<int> BorrowAsync(PoolFixture pool, Random random, int rounds)
    {
        var leases = 0;
        for (var i = 0; i < rounds; i++)
        {
            using var cancel = new CancellationTokenSource();
            var acquiring = pool.Pool.AcquireAsync(cancel.Token);
            if (random.Next(8) == 0)
            {
                await cancel.CancelAsync();
            }

            try
            {
                await using var lease = await acquiring;
                leases++;
                var connection = (FakeConnection)lease.Connection;
                connection.Enter();
                if (random.Next(4) == 0)
                {
                    await Task.Yield();
                }

                connection.IsClosed.ShouldBeFalse();
                connection.Leave();
                if (random.Next(20) == 0)
                {
                    lease.MarkBroken();
                }
            }
            catch (Exception error) when (error is OperationCanceledException or StorageException)
            {
                // A caller that gave up; the connection must still come to another.
            }
        }

        return leases;
    }

    private static async Task AllPlacesAreFreeAsync(PoolFixture pool)
    {
        // The timeout of the first test is short: what counts is that each place can be had again, not at the first try.
        var leases = new List<ConnectionLease>();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                leases.Add(await pool.Pool.AcquireAsync());
            }
            catch (StorageException)
            {
                return false;
            }

            return leases.Count == Max;
        });
        leases.Select(lease => lease.Connection).Distinct().Count().ShouldBe(Max);
        leases.ForEach(lease => lease.Dispose());
    }
}
