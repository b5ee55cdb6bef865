using Attune.Lab.Benchmarks;

namespace Attune.Suites.Storage;

/// <summary>Many callers, one flow at a time.</summary>
internal sealed class ConcurrentAppends() : AppendingCallers("concurrent_appends", "Appends of one flow each by 32 callers at once, durable against loss of power")
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Rate("appends");

    public override long OperationsPerRun => Callers * AppendsEach;

    public override Peer Peer { get; } = new PlainLedgerPeer("a transaction for each INSERT", _ => 0, InsertOneByOne, elapsed => AppendsEach / elapsed.TotalSeconds);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) => await AppendAtOnceAsync(Callers, cancellationToken);

    private static void InsertOneByOne(PlainLedger ledger, Workloads.FlowSequence flows)
    {
        foreach (var flow in flows.Take(AppendsEach))
        {
            ledger.Insert([flow]);
        }
    }
}
