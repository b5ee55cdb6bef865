using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionPoolTests
{
    [Fact]
    public async Task AcquireAsync_IdleConnection_CompletesAtOnceWithTheLatestReturned()
    {
        await using var pool = new PoolFixture();
        var first = await pool.Pool.AcquireAsync();
        var second = await pool.Pool.AcquireAsync();
        var latest = second.Connection;
        first.Dispose();
        second.Dispose();

        var again = pool.Pool.AcquireAsync();

        again.IsCompletedSuccessfully.ShouldBeTrue();
        using var lease = await again;
        lease.Connection.ShouldBeSameAs(latest);
        pool.Source.OpenedTotal.ShouldBe(2);
        pool.Source.Checks.ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_Twice_ReturnsTheConnectionOnce()
    {
        await using var pool = new PoolFixture();
        var first = await pool.Pool.AcquireAsync();
        first.Dispose();
        using var second = await pool.Pool.AcquireAsync();

        first.Dispose();
        await first.DisposeAsync();

        (pool.Now.InUse, pool.Now.Idle).ShouldBe((1, 0));
        using var third = await pool.Pool.AcquireAsync();
        third.Connection.ShouldNotBeSameAs(second.Connection);
        Should.Throw<ObjectDisposedException>(() => first.Connection);
    }

    [Fact]
    public async Task AcquireAsync_Full_WaitersAreServedInTheirOrder()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var held = await pool.Pool.AcquireAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => pool.Pool.AcquireAsync().AsTask()).ToList();
        pool.Now.Waiters.ShouldBe(5);

        foreach (var (task, index) in waiting.Select((task, index) => (task, index)))
        {
            pool.Clock.Advance(TimeSpan.FromSeconds(1));
            held.Dispose();
            held = await task.WaitAsync(Eventually.Bound);
            pool.Now.Waiters.ShouldBe(4 - index);
        }

        held.Dispose();
        pool.Now.Acquired.ShouldBe(6);
        pool.Now.LongestWaitSeconds.ShouldBe(5, 1e-9);
        pool.Now.MeanWaitSeconds.ShouldBe(15.0 / 6, 1e-9);
        pool.Source.OpenedTotal.ShouldBe(1);
    }

    [Fact]
    public async Task AcquireAsync_FullForTheTimeout_ExplainsWhatToDo()
    {
        var logger = new RecordingLogger();
        await using var pool = new PoolFixture(options => (options.MaxSize, options.AcquireTimeout) = (1, TimeSpan.FromSeconds(3)), logger);
        using var held = await pool.Pool.AcquireAsync();
        var waiting = pool.Pool.AcquireAsync().AsTask();

        pool.Clock.Advance(TimeSpan.FromSeconds(2.9));
        waiting.IsCompleted.ShouldBeFalse();
        pool.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Should.ThrowAsync<StorageException>(waiting.WaitAsync(Eventually.Bound));
        error.Message.ShouldBe(
            "No connection of the pool 'reader' came free within 3 s: 1 of at most 1 are in use and 0 other callers wait. "
            + "Raise storage_pool.max_size (knob storage.pool_max_size), or look for leaks: 0 leases were held too long or dropped.");
        (pool.Now.Timeouts, pool.Now.Waiters).ShouldBe((1, 0));
        logger.Entries.ShouldHaveSingleItem().Text.ShouldContain("no connection in time");
    }

    [Fact]
    public async Task AcquireAsync_OpeningTakesLongerThanTheTimeout_SaysSoAndFreesThePlace()
    {
        await using var pool = new PoolFixture(options => options.AcquireTimeout = TimeSpan.FromSeconds(3));
        pool.Source.BeforeOpen = token => Task.Delay(Timeout.Infinite, token);
        var opening = pool.Pool.AcquireAsync().AsTask();

        pool.Clock.Advance(TimeSpan.FromSeconds(3));

        (await Should.ThrowAsync<StorageException>(opening.WaitAsync(Eventually.Bound))).Message.ShouldContain("could not be made ready within 3 s");
        (pool.Now.Open, pool.Now.Timeouts).ShouldBe((0, 1));
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_LeavesTheQueueAndTheNextIsServed()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var held = await pool.Pool.AcquireAsync();
        using var cancel = new CancellationTokenSource();
        var impatient = pool.Pool.AcquireAsync(cancel.Token).AsTask();
        var patient = pool.Pool.AcquireAsync().AsTask();

        await cancel.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(impatient.WaitAsync(Eventually.Bound))).CancellationToken.ShouldBe(cancel.Token);
        held.Dispose();

        (await patient.WaitAsync(Eventually.Bound)).Dispose();
        await Should.ThrowAsync<OperationCanceledException>(async () => await pool.Pool.AcquireAsync(cancel.Token));
        (pool.Now.Timeouts, pool.Now.Idle, pool.Now.Waiters).ShouldBe((0, 1, 0));
    }

    [Fact]
    public async Task AcquireAsync_OpeningFails_SurfacesTheErrorAndTheNextWaiterTries()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var gate = new TaskCompletionSource();
        pool.Source.BeforeOpen = _ => gate.Task;
        var first = pool.Pool.AcquireAsync().AsTask();
        var second = pool.Pool.AcquireAsync().AsTask();
        var third = pool.Pool.AcquireAsync().AsTask();
        pool.Now.Waiters.ShouldBe(2);

        pool.Source.BeforeOpen = null;
        gate.SetException(new InvalidDataException("server is starting"));

        (await Should.ThrowAsync<InvalidDataException>(first.WaitAsync(Eventually.Bound))).Message.ShouldBe("server is starting");
        (await second.WaitAsync(Eventually.Bound)).Dispose();
        (await third.WaitAsync(Eventually.Bound)).Dispose();
        (pool.Now.FailedOpens, pool.Now.Opened).ShouldBe((1, 1));
    }

    [Fact]
    public async Task MarkBroken_Disposed_ClosesTheConnectionAndAWaiterGetsANewOne()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var lease = await pool.Pool.AcquireAsync();
        var broken = (FakeConnection)lease.Connection;
        var waiting = pool.Pool.AcquireAsync().AsTask();

        lease.MarkBroken();
        await lease.DisposeAsync();

        using var next = await waiting.WaitAsync(Eventually.Bound);
        broken.IsClosed.ShouldBeTrue();
        next.Connection.ShouldNotBeSameAs(broken);
        (pool.Source.MostOpen, pool.Now.Recycled, pool.Source.Resets).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task MarkBroken_ClosingTakesTime_ThePlaceIsFreeOnlyAfterwards()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        var lease = await pool.Pool.AcquireAsync();
        var waiting = pool.Pool.AcquireAsync().AsTask();
        var gate = new TaskCompletionSource();
        pool.Source.BeforeClose = () => gate.Task;

        lease.MarkBroken();
        lease.Dispose();
        (pool.Now.Open, pool.Now.InUse, pool.Now.Waiters).ShouldBe((1, 0, 1));
        gate.SetResult();

        (await waiting.WaitAsync(Eventually.Bound)).Dispose();
        pool.Source.MostOpen.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_ResetFails_ClosesTheConnection(bool atOnce)
    {
        var logger = new RecordingLogger();
        await using var pool = new PoolFixture(logger: logger);
        var lease = await pool.Pool.AcquireAsync();
        var gate = new TaskCompletionSource();
        pool.Source.BeforeReset = _ => atOnce ? throw new InvalidDataException("no rollback") : gate.Task;

        var returning = lease.DisposeAsync();
        if (!atOnce)
        {
            (pool.Now.InUse, pool.Now.Open, pool.Now.Idle).ShouldBe((0, 1, 0));
            gate.SetException(new InvalidDataException("no rollback"));
        }

        await returning;
        (pool.Now.Open, pool.Now.Recycled, pool.Source.Open).ShouldBe((0, 1, 0));
        logger.Entries.ShouldHaveSingleItem().Text.ShouldContain("no rollback");
    }

    [Fact]
    public async Task Clear_LentAndIdle_BothAreReplaced()
    {
        await using var pool = new PoolFixture();
        await pool.WarmUpAsync(2);
        var lent = await pool.Pool.AcquireAsync();

        pool.Pool.Clear();
        (pool.Source.Open, pool.Now.Idle, pool.Now.InUse).ShouldBe((1, 0, 1));
        lent.Dispose();

        pool.Source.Open.ShouldBe(0);
        using var fresh = await pool.Pool.AcquireAsync();
        ((FakeConnection)fresh.Connection).Number.ShouldBe(3);
    }

    [Fact]
    public async Task Clear_WhileOpening_ThatConnectionIsNotKept()
    {
        await using var pool = new PoolFixture();
        var gate = new TaskCompletionSource();
        pool.Source.BeforeOpen = _ => gate.Task;
        var opening = pool.Pool.AcquireAsync().AsTask();

        pool.Pool.Clear();
        gate.SetResult();
        (await opening.WaitAsync(Eventually.Bound)).Dispose();

        (pool.Source.Open, pool.Now.Idle).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Knob_Raised_AdmitsWaitersAtOnce()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 1);
        using var held = await pool.Pool.AcquireAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => pool.Pool.AcquireAsync().AsTask()).ToList();

        pool.Knob.Set(3, "test", "more");

        using var second = await waiting[0].WaitAsync(Eventually.Bound);
        using var third = await waiting[1].WaitAsync(Eventually.Bound);
        waiting[2].IsCompleted.ShouldBeFalse();
        (pool.Now.MaxSize, pool.Now.Waiters).ShouldBe((3, 1));
        second.Dispose();
        (await waiting[2].WaitAsync(Eventually.Bound)).Dispose();
    }

    [Fact]
    public async Task Knob_Lowered_ClosesIdleAtOnceAndLentOnesAsTheyComeBack()
    {
        await using var pool = new PoolFixture(options => options.MaxSize = 4);
        await pool.WarmUpAsync(4);
        var first = await pool.Pool.AcquireAsync();
        var second = await pool.Pool.AcquireAsync();
        var third = await pool.Pool.AcquireAsync();

        pool.Knob.Set(2, "test", "less");
        (pool.Source.Open, pool.Now.Idle).ShouldBe((3, 0));
        var waiting = pool.Pool.AcquireAsync().AsTask();
        first.Dispose();
        (pool.Source.Open, waiting.IsCompleted).ShouldBe((2, false));
        second.Dispose();

        (await waiting.WaitAsync(Eventually.Bound)).Dispose();
        third.Dispose();
        (pool.Source.Open, pool.Now.Idle, pool.Now.Recycled).ShouldBe((2, 2, 2));
    }

    [Fact]
    public async Task DisposeAsync_FailsWaitersClosesIdleAndLaterWhatIsLent()
    {
        var pool = new PoolFixture();
        var lent = await pool.Pool.AcquireAsync();
        var other = await pool.Pool.AcquireAsync();
        var waiting = pool.Pool.AcquireAsync().AsTask();
        var connection = (FakeConnection)lent.Connection;
        var gate = new TaskCompletionSource();
        pool.Source.BeforeReset = _ => gate.Task;
        var returning = other.DisposeAsync();

        var disposing = pool.DisposeAsync().AsTask();
        await Should.ThrowAsync<ObjectDisposedException>(waiting.WaitAsync(Eventually.Bound));
        disposing.IsCompleted.ShouldBeFalse("a connection is being reset");
        gate.SetResult();
        await returning;
        await disposing.WaitAsync(Eventually.Bound);

        connection.IsClosed.ShouldBeFalse();
        pool.Source.BeforeReset = null;
        lent.Dispose();
        connection.IsClosed.ShouldBeTrue();
        pool.Source.Open.ShouldBe(0);
        pool.Clock.ActiveTimers.ShouldBe(0);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await pool.Pool.AcquireAsync());
    }
}
