using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>The same work on a <see cref="PlainLedger"/> with the same flows.</summary>
/// <param name="what">How it is written, for the peer's name.</param>
/// <param name="rows">Rows that are there at the start.</param>
/// <param name="work">The work.</param>
/// <param name="figure">Turns the time of it into the benchmark's unit.</param>
internal sealed class PlainLedgerPeer(string what, Func<BenchmarkContext, int> rows, Action<PlainLedger, FlowSequence> work, Func<TimeSpan, double> figure)
    : Peer($"Microsoft.Data.Sqlite, {what}")
{
    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
    private PlainLedger? _ledger;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _ledger = new PlainLedger(context.WorkFolder);
        if (rows(context) is var count and > 0)
        {
            _ledger.Insert(_flows.Take(count));
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        work(_ledger!, _flows);
        return ValueTask.FromResult(figure(Stopwatch.GetElapsedTime(start)));
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _ledger?.Dispose();
        return ValueTask.CompletedTask;
    }
}
