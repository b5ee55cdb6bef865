namespace Attune.Storage.Pool;

/// <summary>The rules of <see cref="ConnectionPoolOptions"/> that depend on time, in the clock's own unit. Has no state but the generator; its caller serialises it.</summary>
internal sealed class ConnectionAging(ConnectionPoolOptions options, TimeProvider time, Random random)
{
    /// <summary>Share of the lifetime by which it varies to either side.</summary>
    public const double Jitter = 0.1;

    private readonly long _lifetime = Ticks(options.MaxLifetime, time);
    private readonly long _idleTimeout = Ticks(options.IdleTimeout, time);
    private readonly long _validateAfter = Ticks(options.ValidateAfter, time);
    private readonly long _leakThreshold = Ticks(options.LeakThreshold, time);

    public long NextExpiry(long now) =>
        _lifetime == 0 ? long.MaxValue : now + (long)(_lifetime * (1 - Jitter + (2 * Jitter * random.NextDouble())));

    public bool NeedsCheck(PooledConnection slot, long now) => now - slot.IdleSince >= _validateAfter;

    public bool IsUnused(PooledConnection slot, long now) => _idleTimeout > 0 && now - slot.IdleSince >= _idleTimeout;

    public bool IsHeldTooLong(PooledConnection slot, long now) => _leakThreshold > 0 && now - slot.LentAt >= _leakThreshold;

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
