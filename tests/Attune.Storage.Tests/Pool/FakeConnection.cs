using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Attune.Storage.Tests.Pool;

/// <summary>A connection that does nothing but know whether it is open and whether two borrowers have it at once.</summary>
internal sealed class FakeConnection(FakeConnectionSource source, int number) : DbConnection
{
    private int _borrowers;

    public int Number { get; } = number;

    public bool IsClosed { get; private set; }

    public bool IsDead { get; set; }

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "fake";

    public override string DataSource => "fake";

    public override string ServerVersion => "0";

    public override ConnectionState State => IsClosed ? ConnectionState.Closed : ConnectionState.Open;

    public void Enter() => Interlocked.Increment(ref _borrowers).ShouldBe(1, "one borrower at a time");

    public void Leave() => Interlocked.Decrement(ref _borrowers).ShouldBe(0);

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => throw new NotSupportedException();

    public override void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            source.Closed();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await (source.BeforeClose?.Invoke() ?? Task.CompletedTask);
        await base.DisposeAsync();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // What the garbage collector finalises was not closed by the pool.
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }
}
