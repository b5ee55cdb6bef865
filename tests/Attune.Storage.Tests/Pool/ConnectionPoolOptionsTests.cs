using System.ComponentModel.DataAnnotations;
using Attune.Configuration;
using Attune.Storage.Pool;
using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionPoolOptionsTests
{
    [Fact]
    public void Defaults_AreWithinTheirOwnRanges()
    {
        var options = new ConnectionPoolOptions();
        using var folder = new TemporaryFolder();

        Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true).ShouldBeTrue();
        new ConfigurationSchema().AddSection<ConnectionPoolOptions>(ConnectionPoolOptions.Section).Load(new ConfigurationSources { WorkingDirectory = folder.Path })
            .Settings.Select(setting => (setting.Path, setting.Value, setting.Allowed)).ShouldBe([
                ("storage_pool.min_size", "1", "0..1000"), ("storage_pool.max_size", "8", "1..1000"), ("storage_pool.acquire_timeout", "30s", "1ms..10m"),
                ("storage_pool.max_lifetime", "1h", "0s..366d"), ("storage_pool.idle_timeout", "10m", "0s..366d"),
                ("storage_pool.validate_after", "5s", "0s..366d"), ("storage_pool.leak_threshold", "1m", "0s..366d"),
            ]);
    }

    [Fact]
    public void MinSize_LargerThanMaxSize_IsRefused() =>
        Should.Throw<ArgumentException>(() => new PoolFixture(options => (options.MinSize, options.MaxSize) = (3, 2))).Message.ShouldContain("storage_pool.min_size 3");

    [Fact]
    public async Task MinSize_IsOpenedInTheBackgroundAndAgainWhenLost()
    {
        await using var pool = new PoolFixture(options => (options.MinSize, options.MaxSize, options.MaxLifetime) = (3, 4, TimeSpan.Zero));
        pool.Clock.Advance(TimeSpan.Zero);
        pool.Now.Idle.ShouldBe(3);

        pool.Pool.Clear();
        pool.Now.Idle.ShouldBe(0);
        pool.Clock.Advance(ConnectionPool.MaintenanceInterval(pool.Options));

        (pool.Now.Idle, pool.Source.OpenedTotal).ShouldBe((3, 6));
    }

    [Fact]
    public async Task MinSize_OpeningFails_IsTriedAgainAtTheNextLook()
    {
        var logger = new RecordingLogger();
        await using var pool = new PoolFixture(options => options.MinSize = 2, logger);
        pool.Source.BeforeOpen = _ => throw new InvalidDataException("down");
        pool.Clock.Advance(TimeSpan.Zero);
        (pool.Now.Open, pool.Now.FailedOpens).ShouldBe((0, 1));
        logger.Entries.ShouldHaveSingleItem().Text.ShouldContain("down");

        pool.Source.BeforeOpen = null;
        pool.Clock.Advance(ConnectionPool.MaintenanceInterval(pool.Options));

        pool.Now.Idle.ShouldBe(2);
    }

    [Fact]
    public async Task IdleTimeout_ShrinksToTheMinimumLongestUnusedFirst()
    {
        await using var pool = new PoolFixture(options => (options.MinSize, options.MaxSize, options.MaxLifetime) = (1, 4, TimeSpan.Zero));
        await pool.WarmUpAsync(4);
        pool.Clock.Advance(TimeSpan.FromMinutes(6));
        (await pool.Pool.AcquireAsync()).Dispose();
        pool.Clock.Advance(TimeSpan.FromMinutes(5));

        (pool.Now.Idle, pool.Now.Recycled).ShouldBe((1, 3));
        using var kept = await pool.Pool.AcquireAsync();
        ((FakeConnection)kept.Connection).Number.ShouldBe(1);
    }

    [Fact]
    public async Task IdleTimeout_Zero_KeepsThemForEver()
    {
        await using var pool = new PoolFixture(options => (options.IdleTimeout, options.MaxLifetime) = (TimeSpan.Zero, TimeSpan.Zero));
        await pool.WarmUpAsync(2);

        pool.Clock.Advance(TimeSpan.FromHours(2));

        (pool.Now.Idle, pool.Now.Recycled).ShouldBe((2, 0));
    }

    [Fact]
    public async Task MaxLifetime_LentConnection_IsClosedWhenItComesBack()
    {
        await using var pool = new PoolFixture(options => options.MaxLifetime = TimeSpan.FromMinutes(10));
        var lease = await pool.Pool.AcquireAsync();

        pool.Clock.Advance(TimeSpan.FromMinutes(11.1));
        pool.Now.InUse.ShouldBe(1);
        lease.Dispose();

        (pool.Source.Open, pool.Now.Recycled).ShouldBe((0, 1));
    }

    [Fact]
    public async Task MaxLifetime_ManyOpenedTogether_ExpireSpreadOverAFifth()
    {
        await using var pool = new PoolFixture(options =>
            (options.MaxSize, options.MaxLifetime, options.IdleTimeout) = (100, TimeSpan.FromMinutes(100), TimeSpan.Zero));
        await pool.WarmUpAsync(100);

        pool.Clock.Advance(TimeSpan.FromMinutes(89.9));
        pool.Now.Idle.ShouldBe(100);
        pool.Clock.Advance(TimeSpan.FromMinutes(10.1));
        pool.Now.Idle.ShouldBeInRange(25, 75);
        pool.Clock.Advance(TimeSpan.FromMinutes(11));
        pool.Now.Idle.ShouldBe(0);
    }

    [Fact]
    public async Task MaxLifetime_ExpiredBetweenTwoLooks_IsNotLent()
    {
        await using var pool = new PoolFixture(options => (options.MaxLifetime, options.ValidateAfter) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromDays(1)));
        await pool.WarmUpAsync(1);
        pool.Clock.Advance(TimeSpan.FromMilliseconds(60));
        pool.Now.Idle.ShouldBe(1);

        using var lease = await pool.Pool.AcquireAsync();

        ((FakeConnection)lease.Connection).Number.ShouldBe(2);
        (pool.Now.Recycled, pool.Source.MostOpen).ShouldBe((1, 1));
    }

    [Fact]
    public async Task MaxLifetime_Zero_KeepsThemForEver()
    {
        await using var pool = new PoolFixture(options => (options.IdleTimeout, options.MaxLifetime) = (TimeSpan.Zero, TimeSpan.Zero));
        await pool.WarmUpAsync(1);

        pool.Clock.Advance(TimeSpan.FromDays(3));

        (await pool.Pool.AcquireAsync()).Dispose();
        pool.Source.OpenedTotal.ShouldBe(1);
    }

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(5, 1)]
    public async Task ValidateAfter_ChecksOnlyWhatWasUnusedForSoLong(double seconds, int checks)
    {
        await using var pool = new PoolFixture();
        await pool.WarmUpAsync(1);
        pool.Clock.Advance(TimeSpan.FromSeconds(seconds));

        (await pool.Pool.AcquireAsync()).Dispose();

        (pool.Source.Checks, pool.Source.OpenedTotal).ShouldBe((checks, 1));
    }

    [Fact]
    public async Task ValidateAfter_Zero_ChecksEveryTimeAlsoWhatIsHandedToAWaiter()
    {
        await using var pool = new PoolFixture(options => (options.ValidateAfter, options.MaxSize) = (TimeSpan.Zero, 1));
        await pool.WarmUpAsync(1);
        var held = await pool.Pool.AcquireAsync();
        pool.Source.Checks.ShouldBe(1);
        var waiting = pool.Pool.AcquireAsync().AsTask();
        held.Dispose();

        (await waiting.WaitAsync(Eventually.Bound)).Dispose();

        pool.Source.Checks.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ValidateAfter_DeadConnection_IsReplacedBeforeItIsLent(bool throws)
    {
        await using var pool = new PoolFixture();
        await pool.WarmUpAsync(1);
        pool.Clock.Advance(TimeSpan.FromSeconds(5));
        pool.Source.BeforeCheck = _ => throws ? throw new IOException("reset by peer") : Task.CompletedTask;
        using (var first = await pool.Pool.AcquireAsync())
        {
            ((FakeConnection)first.Connection).IsDead = true;
        }

        pool.Clock.Advance(TimeSpan.FromSeconds(5));
        using var lease = await pool.Pool.AcquireAsync();

        ((FakeConnection)lease.Connection).IsDead.ShouldBeFalse();
        pool.Now.FailedValidations.ShouldBe(throws ? 2 : 1);
        (pool.Now.InUse, pool.Source.Open, pool.Source.MostOpen).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task ValidateAfter_CancelledDuringTheCheck_ClosesTheConnectionAndFreesThePlace()
    {
        await using var pool = new PoolFixture();
        await pool.WarmUpAsync(1);
        pool.Clock.Advance(TimeSpan.FromSeconds(5));
        pool.Source.BeforeCheck = token => Task.Delay(Timeout.Infinite, token);
        using var cancel = new CancellationTokenSource();
        var acquiring = pool.Pool.AcquireAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(acquiring.WaitAsync(Eventually.Bound));
        (pool.Source.Open, pool.Now.Open, pool.Now.FailedValidations).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task LeakThreshold_HeldLonger_IsCountedAndLoggedOnce()
    {
        var logger = new RecordingLogger();
        await using var pool = new PoolFixture(logger: logger);
        var lease = await pool.Pool.AcquireAsync();
        pool.Clock.Advance(TimeSpan.FromSeconds(59));
        pool.Now.Leaks.ShouldBe(0);

        pool.Clock.Advance(TimeSpan.FromMinutes(5));

        pool.Now.Leaks.ShouldBe(1);
        logger.Entries.ShouldHaveSingleItem().Text.ShouldContain("has been lent for 60.0 s");
        lease.Dispose();
        using var next = await pool.Pool.AcquireAsync();
        pool.Clock.Advance(TimeSpan.FromMinutes(5));
        pool.Now.Leaks.ShouldBe(2);
    }

    [Fact]
    public async Task LeakThreshold_Zero_CountsNothing()
    {
        await using var pool = new PoolFixture(options => options.LeakThreshold = TimeSpan.Zero);
        using var lease = await pool.Pool.AcquireAsync();

        pool.Clock.Advance(TimeSpan.FromDays(1));

        pool.Now.Leaks.ShouldBe(0);
    }
}
