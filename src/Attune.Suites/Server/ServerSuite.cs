using Attune.Lab.Benchmarks;
using Attune.Lab.Load;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>The suite <c>server</c>: the HTTP API and the process behind it, over loopback.</summary>
public static class ServerSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "server";

    private const string Edge = "edge";
    private const double EdgeMemoryMb = 512;
    private const double ContainerMemoryMb = 2 * 1024 * 1.048576;
    private const int EdgeCores = 2;

    private static double MachineMemoryMb => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e6;

    /// <summary>The suite. Parameters: <c>rows</c> in the ledger (10,000), <c>requests</c> of a run, <c>rate</c> at which latency, CPU and memory are measured, <c>concurrency</c> (32), <c>callers</c> (1,000) and <c>seconds</c> (3) of each level of the stress test.</summary>
    public static BenchmarkSuite Create() => new(Name, "The HTTP API's latencies and rate, start, memory and CPU of the server, its dashboard.", () =>
    {
        var (latencies, edgeLatencies, rates) = (new SharedRuns<LoadResult>(), new SharedRuns<LoadResult>(), new SharedRuns<LoadResult>());
        var (process, edgeProcess) = (new SharedRuns<ProcessRun>(), new SharedRuns<ProcessRun>());
        return
        [
            new HttpLatency("http", 50, latencies), new HttpLatency("http", 95, latencies), new HttpLatency("http", 99, latencies),
            new HttpThroughput("http_requests_per_second", "API requests of 32 callers at once", "requests/s", Better.Higher, rates, run => run.Succeeded / run.Duration.TotalSeconds),
            new HttpThroughput("http_success_rate", "API requests of 32 callers at once that succeed", "%", Better.Higher, rates, run => 100 - ApiTraffic.FailedPercent(run)),
            new HttpThroughput("http_error_rate", "API requests of 32 callers at once that fail", "%", Better.Lower, rates, ApiTraffic.FailedPercent),
            new HttpLatency(Edge, 95, edgeLatencies, Edge, rate: 100), new HttpLatency(Edge, 99, edgeLatencies, Edge, rate: 100),
            new ProbeTime("health_check", "The health check's answer", "/health"), new ProbeTime("readiness_check", "The readiness probe's answer; the store is checked at most once a second", "/ready"),
            new SustainableLoad(), new PageLoad(), new ServerStart(),
            new ServerProcessFigure("server_cpu", "Share of all cores at 1,000 requests a second", "%", process, run => run.CpuPercent(Environment.ProcessorCount)),
            new ServerProcessFigure("server_memory", "Resident memory after load, with clients connected", "MB", process, run => run.MemoryMb),
            new ServerProcessFigure("server_memory_growth", "Resident memory that load has added", "MB", process, run => run.GrowthMb),
            new ServerProcessFigure("server_memory_share", "Resident memory after load, as a share of the machine's", "%", process, run => 100 * run.MemoryMb / MachineMemoryMb),
            new ServerProcessFigure("container_memory_share", "Resident memory after load, as a share of a container's 2 GiB", "%", process, run => 100 * run.MemoryMb / ContainerMemoryMb),
            new ServerProcessFigure("edge_cpu", "Share of two cores at 100 requests a second, with the edge profile", "%", edgeProcess, run => run.CpuPercent(EdgeCores), Edge, rate: 100),
            new ServerProcessFigure("edge_memory", "Resident memory after load, with the edge profile", "MB", edgeProcess, run => run.MemoryMb, Edge, rate: 100),
            new ServerProcessFigure("edge_memory_share", "Resident memory after load, as a share of 512 MB, with the edge profile", "%", edgeProcess, run => 100 * run.MemoryMb / EdgeMemoryMb, Edge, rate: 100),
        ];
    });
}
