using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>The smallest query there is: nearly all of it is getting a connection.</summary>
internal sealed class ConnectionAcquisition() : LedgerBenchmark("connection_acquisition", "A connection from the pool, with one row read over it")
{
    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        await Store.SaveWindowsAsync(Stream, FlowSequence.Start, [], cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (await Store.GetWatermarkAsync(Stream, cancellationToken) != FlowSequence.Start)
        {
            throw new InvalidOperationException("The row that was read is another.");
        }
    }
}
