using Attune.Lab.Benchmarks;
using Attune.Suites.Load;
using Attune.Testing;

namespace Attune.Suites.Tests.Load;

public class LoadSuiteTests
{
    [Fact]
    public void Suite_Names_AreThoseOfTheIssue() => LoadSuite.Suite.Create().Select(benchmark => benchmark.Name).ShouldBe(
        ["load_generator_requests_per_second", "load_generator_cpu_per_request", "open_loop_rate_error", "stalled_server_p99"]);

    [Theory]
    [InlineData("load_generator_requests_per_second", "client_cpu_us")]
    [InlineData("load_generator_cpu_per_request", "requests_per_second")]
    [InlineData("open_loop_rate_error", "p99_ms")]
    [InlineData("stalled_server_p99", "measured_p99_ms")]
    public async Task RunAsync_EachBenchmark_ReportsItsFigures(string name, string quality)
    {
        using var folder = new TemporaryFolder();
        var context = new BenchmarkContext(folder.Path, new Dictionary<string, string> { ["seconds"] = "1" });
        var benchmark = LoadSuite.Suite.Create().Single(benchmark => benchmark.Name == name);
        try
        {
            await benchmark.SetUpAsync(context, CancellationToken.None);
            await benchmark.RunAsync(context, CancellationToken.None);
            if (benchmark.Peer is { Unavailable: null } peer)
            {
                (await peer.MeasureAsync(context, CancellationToken.None)).ShouldBeGreaterThan(0);
            }
        }
        finally
        {
            await benchmark.TearDownAsync(context);
        }

        context.Quality[quality].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task RunAsync_StalledServer_OpenModelIsNearerTheTruthThanAClosedLoop()
    {
        using var folder = new TemporaryFolder();
        var context = new BenchmarkContext(folder.Path, new Dictionary<string, string> { ["seconds"] = "2" });
        var benchmark = LoadSuite.Suite.Create().Single(benchmark => benchmark.Name == "stalled_server_p99");
        await benchmark.SetUpAsync(context, CancellationToken.None);
        await benchmark.RunAsync(context, CancellationToken.None);
        await benchmark.TearDownAsync(context);
        context.Quality["true_p99_ms"].ShouldBe(90, 1e-9);
        // Delays of a busy machine only add to it.
        context.Quality["measured_p99_ms"].ShouldBeGreaterThan(75);
    }

    [Theory]
    [InlineData("us", 0.093)]
    [InlineData("ms", 93.0)]
    [InlineData("s", 93_000.0)]
    public void Parse_OutputOfWrk_GivesRateCpuAndLatency(string unit, double milliseconds)
    {
        var run = WrkRun.Parse($"""
            Running 3s test @ http://127.0.0.1:18181/
              2 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   625.25us  687.98us  23.02ms   92.92%
                Req/Sec    57.48k    10.26k   84.10k    70.00%
              Latency Distribution
                 50%  465.00us
                 99%   93.00{unit}
              343093 requests in 3.00s, 51.37MB read
            Requests/sec: 114262.10
            Transfer/sec:     17.11MB
            0m0.001000s 0m0.000500s
            0m0.340000s 1m2.160000s
            """);
        run.RequestsPerSecond.ShouldBe(114262.10);
        run.CpuMicroseconds.ShouldBe(62.5 * 1e6 / 343093, 1e-9);
        run.P99.ShouldBe(milliseconds, 1e-9);
    }

    [Theory]
    [InlineData("unable to connect to 127.0.0.1:1 Connection refused")]
    [InlineData("")]
    public void Parse_FailureOfWrk_Throws(string output) => Should.Throw<InvalidOperationException>(() => WrkRun.Parse(output));

    [Fact]
    public async Task RunAsync_TrivialEndpoint_PrintsItsUrlAndEndsWithItsInput()
    {
        var output = new StringWriter();
        await TrivialEndpoint.RunAsync(new StringReader(""), output, CancellationToken.None);
        new Uri(output.ToString().Trim()).IsLoopback.ShouldBeTrue();
    }
}
