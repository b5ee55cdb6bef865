using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>What reading everything adds to the process while it lasts, in a process of its own. The peer keeps the rows.</summary>
/// <remarks>SQLite's readers map the file into memory: those pages are the system's cache, which it takes back as it likes; they show in <c>working_set_mib</c> only.</remarks>
internal sealed class StreamMemory : LedgerBenchmark
{
    private const int Rows1M = 1_000_000;

    private int _rows;

    public StreamMemory(StorageEngine engine)
        : base("stream_1m_memory", "Memory that streaming 1,000,000 flows adds at most, without pages of mapped files", engine, StorageAims.StreamedMemory) => Peer = new RowsInAList(this);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("MiB", Better.Lower);

    public override Peer Peer { get; }

    /// <summary>One run: what a run has taken, the next would find.</summary>
    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Isolate = true, WarmupIterations = 0, Iterations = 1, TimeoutSeconds = 600, MemoryLimitMb = 4000 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _rows = Rows(context, Rows1M);
        await FillAsync(_rows, cancellationToken);
        await Database.SettleAsync(cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var memory = new MemoryGrowth();
        var (rows, early) = (0L, 0.0);
        await foreach (var flow in Store.ReadFlowsAsync(Stream, FlowSequence.Start, cancellationToken))
        {
            if (++rows % MemoryGrowth.RowsBetweenSamples == 0)
            {
                memory.Sample();
                early = rows <= _rows / 10 ? memory.PrivateMib : early;
            }
        }

        memory.Sample();
        Check(rows);
        context.Report(memory.PrivateMib);
        context.ReportQuality("rows_read", rows / (double)_rows);
        context.ReportQuality("first_tenth_mib", early);
        context.ReportQuality("heap_mib", memory.HeapMib);
        context.ReportQuality("working_set_mib", memory.WorkingSetMib);
    }

    private void Check(long rows)
    {
        if (rows != _rows)
        {
            throw new InvalidOperationException($"{rows} rows were read; there are {_rows}.");
        }
    }

    /// <summary>The same rows, kept.</summary>
    private sealed class RowsInAList(StreamMemory benchmark) : Peer("the same rows read into a list")
    {
        public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            var memory = new MemoryGrowth();
            var flows = await benchmark.Store.ReadFlowsAsync(Stream, FlowSequence.Start, cancellationToken).ToListAsync(cancellationToken);
            memory.Sample();
            benchmark.Check(flows.Count);
            return memory.PrivateMib;
        }
    }
}
