using System.Data.Common;

namespace Attune.Storage.Pool;

/// <summary>A place in a pool with the connection that stands in it, if any. <see cref="PoolSlots"/> guards it except while one caller owns it.</summary>
/// <remarks>The pool holds it and never the lease, so that a forgotten lease can be collected and found out. Times are the clock's timestamps.</remarks>
internal sealed class PooledConnection(ConnectionPool pool)
{
    public ConnectionPool Pool { get; } = pool;

    public DbConnection? Connection { get; set; }

    public bool IsLent { get; set; }

    public bool IsLeakCounted { get; set; }

    public long LentAt { get; set; }

    public long IdleSince { get; set; }

    public long ExpiresAt { get; set; }

    /// <summary>How often the pool had been cleared when opening began.</summary>
    public int Generation { get; set; }
}
