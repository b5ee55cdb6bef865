using System.Data.Common;

namespace Attune.Storage.Pool;

/// <summary>A borrowed connection; disposing it gives the connection back. Disposing again does nothing.</summary>
/// <remarks>Keep the lease as long as the connection is in use: a lease that is collected without being disposed takes its connection along.</remarks>
internal sealed class ConnectionLease : IAsyncDisposable, IDisposable
{
    private readonly PooledConnection _slot;
    private volatile bool _broken;
    private int _returned;

    public ConnectionLease(PooledConnection slot) => _slot = slot;

#pragma warning disable MA0055 // Without a finalizer, a forgotten lease would take a place of the pool for ever.
    ~ConnectionLease()
#pragma warning restore MA0055
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            ConnectionPool.ReclaimLeaked(_slot);
        }
    }

    /// <summary>The connection, open.</summary>
    /// <exception cref="ObjectDisposedException">The lease was disposed.</exception>
    public DbConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _returned) != 0, this);
            return _slot.Connection!;
        }
    }

    /// <summary>Says that the connection must not be lent again; it is closed when the lease is disposed.</summary>
    public void MarkBroken() => _broken = true;

    /// <summary>Gives the connection back; what cannot be done at once, such as a rollback on a server, goes on in the background.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _ = DisposeAsync().AsTask();
    }

    /// <summary>Gives the connection back and waits until it is reset or closed. Never throws.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _returned, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        GC.SuppressFinalize(this);
        return _slot.Pool.ReturnAsync(_slot, _broken);
    }
}
