using System.Data.Common;
using Attune.Storage.Pool;

namespace Attune.Storage.Tests.Pool;

/// <summary>Opens fake connections and counts them; a test decides what fails and what takes time.</summary>
internal sealed class FakeConnectionSource : IConnectionSource
{
    private int _open;
    private int _opened;
    private int _mostOpen;

    public string Name { get; init; } = "reader";

    public int Open => Volatile.Read(ref _open);

    public int OpenedTotal => Volatile.Read(ref _opened);

    public int MostOpen => Volatile.Read(ref _mostOpen);

    public int Checks { get; private set; }

    public int Resets { get; private set; }

    /// <summary>Runs before each opening; may throw or wait.</summary>
    public Func<CancellationToken, Task>? BeforeOpen { get; set; }

    /// <summary>Runs in each check; may throw or wait.</summary>
    public Func<CancellationToken, Task>? BeforeCheck { get; set; }

    /// <summary>Runs at each return; may throw or wait.</summary>
    public Func<CancellationToken, Task>? BeforeReset { get; set; }

    /// <summary>Runs before each closing; may wait.</summary>
    public Func<Task>? BeforeClose { get; set; }

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await (BeforeOpen?.Invoke(cancellationToken) ?? Task.CompletedTask);
        var number = Interlocked.Increment(ref _opened);
        var open = Interlocked.Increment(ref _open);
        for (var most = MostOpen; open > most && Interlocked.CompareExchange(ref _mostOpen, open, most) != most; most = MostOpen)
        {
        }

        return new FakeConnection(this, number);
    }

    public async ValueTask<bool> IsAliveAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Checks++;
        await (BeforeCheck?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return !((FakeConnection)connection).IsDead;
    }

    public ValueTask ResetAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Resets++;
        ((FakeConnection)connection).IsClosed.ShouldBeFalse();
        return BeforeReset is { } before ? new ValueTask(before(cancellationToken)) : ValueTask.CompletedTask;
    }

    internal void Closed() => Interlocked.Decrement(ref _open);
}
