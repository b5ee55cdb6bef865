using System.Diagnostics.CodeAnalysis;
using Attune.Lab.Benchmarks;
using Attune.Lab.Load;

namespace Attune.Suites.Load;

/// <summary>Whether p99 tells the truth about a server that stands still at known times.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls TearDownAsync, also after a failure.")]
internal sealed class StalledServerBenchmark : Benchmark
{
    private const double Rate = 2_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(100);

    private StallingServer? _server;

    public StalledServerBenchmark()
        : base("stalled_server_p99", "Distance of the measured p99 from the true one, as a share of it; the server stands still for 100 ms of each second") =>
        Peer = new WrkPeer(() => Server.Address, run => Error(run.P99), published: null);

    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("ratio", Better.Lower);

    public override BenchmarkTarget Target => new(0.05, "issue 3, load generator");

    public override Peer Peer { get; }

    private StallingServer Server => _server ?? throw new InvalidOperationException("The server is not running.");

    private double Truth => Server.TruePercentile(99).TotalMilliseconds;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => LoadParameters.Configure(options);

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _server = new StallingServer(Period, Stall);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(LoadParameters.Seconds(context));
        var open = await MeasureAsync(OpenModel.At(Rate, time), cancellationToken);
        var closed = await MeasureAsync(ClosedModel.Of(16, time), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        context.ReportQuality("true_p99_ms", Truth);
        context.ReportQuality("measured_p99_ms", open.Latency.Percentile(99) * 1e3);
        context.ReportQuality("closed_loop_p99_ms", closed.Latency.Percentile(99) * 1e3);
        context.Report(Error(open.Latency.Percentile(99) * 1e3));
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<LoadResult> MeasureAsync(LoadModel model, CancellationToken cancellationToken)
    {
        var scenario = new LoadScenario { Name = Name, Target = Server.Address, Connections = LoadParameters.Connections, Model = model };
        var result = await LoadRunner.RunAsync(scenario, progress: null, cancellationToken);
        return result.Failed == 0 ? result : throw new InvalidOperationException($"{result.Failed} requests failed: {string.Join(", ", result.Errors.Keys)}");
    }

    private double Error(double milliseconds) => Math.Abs(milliseconds - Truth) / Truth;
}
