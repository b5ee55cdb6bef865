using Attune.Lab.Benchmarks;
using Attune.Lab.Load;

namespace Attune.Suites.Load;

/// <summary>Requests a second of 64 users who do not think.</summary>
internal sealed class ThroughputBenchmark : EndpointBenchmark
{
    // peers.md: 68 to 89 thousand requests a second on a machine like this one; the middle.
    private const double PublishedRate = 78_500;

    public ThroughputBenchmark()
        : base("load_generator_requests_per_second", "64 connections, one request at a time on each, against a trivial Kestrel endpoint") =>
        Peer = new WrkPeer(() => Address, run => run.RequestsPerSecond, PublishedRate);

    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("requests/s", Better.Higher);

    public override Peer Peer { get; }

    protected override LoadModel Model(TimeSpan time) => Users(time);

    protected override double Judge(LoadResult result, BenchmarkContext context)
    {
        context.ReportQuality("client_cpu_us", CpuMicroseconds(result));
        context.ReportQuality("p99_ms", result.Latency.Percentile(99) * 1e3);
        return result.RequestsPerSecond;
    }
}
