using Attune.Lab.Benchmarks;
using Attune.Lab.Load;

namespace Attune.Suites.Load;

/// <summary>The generator's own CPU time for each request.</summary>
internal sealed class CpuBenchmark : EndpointBenchmark
{
    // peers.md: 7.8 to 8.0 µs.
    private const double PublishedCpu = 7.9;

    public CpuBenchmark()
        : base("load_generator_cpu_per_request", "CPU time, user and system, of the generator's process for each request; 64 connections") =>
        Peer = new WrkPeer(() => Address, run => run.CpuMicroseconds, PublishedCpu);

    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("µs", Better.Lower);

    public override BenchmarkTarget Target => new(10, "issue 3, load generator");

    public override Peer Peer { get; }

    protected override LoadModel Model(TimeSpan time) => Users(time);

    protected override double Judge(LoadResult result, BenchmarkContext context)
    {
        context.ReportQuality("requests_per_second", result.RequestsPerSecond);
        return CpuMicroseconds(result);
    }
}
