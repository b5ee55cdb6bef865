namespace Attune.Storage.Pool;

/// <summary>A caller in the queue. <see cref="PoolSlots"/> decides under its lock who wins, the giver or the cancellation; never both.</summary>
internal sealed class PoolWaiter
{
    private readonly TaskCompletionSource<PooledConnection> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PoolWaiter() => Node = new LinkedListNode<PoolWaiter>(this);

    /// <summary>Its place in the queue; in no list once decided.</summary>
    public LinkedListNode<PoolWaiter> Node { get; }

    /// <summary>The place that was granted, with or without an open connection.</summary>
    public Task<PooledConnection> Granted => _granted.Task;

    public void Grant(PooledConnection slot) => _granted.SetResult(slot);

    public void Cancel() => _granted.SetCanceled();
}
