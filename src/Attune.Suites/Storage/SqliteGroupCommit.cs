using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>64 callers, each of whom waits for each of its rows: the store commits together what waits together.</summary>
internal sealed class SqliteGroupCommit() : LedgerBenchmark("sqlite_group_commit_64", "Flows appended one by one by 64 callers at once, each durable against loss of power")
{
    /// <summary>Callers, ours and the peer's.</summary>
    public const int Writers = 64;

    private int _appends = 50;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("rows/s", Better.Higher);

    public override Peer Peer { get; } = new UncoordinatedWriters(Writers);

    protected override SynchronousMode Synchronous => SynchronousMode.Full;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _appends = context.Parameter("appends", _appends, 1, 100_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var flows = Flows.Take(Writers * _appends);
        var latencies = new double[flows.Length];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(flows.Chunk(_appends).Select((own, writer) => Task.Run(
            async () =>
            {
                for (var i = 0; i < own.Length; i++)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await AppendAsync([own[i]], cancellationToken);
                    latencies[(writer * _appends) + i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                }
            },
            cancellationToken)));
        context.Report(flows.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
        context.ReportQuality("p99_ms", Latency.Percentile(latencies, 0.99));
    }
}
