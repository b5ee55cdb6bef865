using Attune.Lab.Benchmarks;
using Attune.Suites.Realtime;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A figure of the server's own process under a steady load, with clients on its feed.</summary>
internal sealed class ServerProcessFigure(
    string name, string description, string unit, SharedRuns<ProcessRun> runs, Func<ProcessRun, double> figure, string? profile = null, int rate = 1000)
    : RoomBenchmark(ServerSuite.Name, name, description)
{
    private const int Clients = 10;

    private readonly SharedRuns<ProcessRun>.Cursor _seen = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _listening = [];
    private ServerProcess? _server;
    private ApiTraffic? _traffic;
    private double _memoryAtStart;
    private int _rate = rate;
    private int _requests;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported(unit, Better.Lower);

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 3, WarmupIterations = 1 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _rate = context.Parameter("rate", _rate, 1, 1_000_000);
        _requests = context.Parameter("requests", 3 * _rate, 1, 10_000_000);
        _server = await ServerProcess.StartAsync(context.WorkFolder, profile, cancellationToken);
        _memoryAtStart = _server.MemoryMb;
        _traffic = new ApiTraffic(_server.Url);
        var feed = new UriBuilder(_server.Url) { Scheme = "ws", Path = "/ws" }.Uri;
        for (var i = 0; i < Clients; i++)
        {
            _listening.Add(ListenAsync(await FeedClient.SubscribeAsync(feed, cancellationToken), _stopping.Token));
        }
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var run = await runs.NextAsync(_seen, context, () => MeasureAsync(cancellationToken));
        context.Report(figure(run));
        context.ReportQuality("succeeded", 1 - (ApiTraffic.FailedPercent(run.Http) / 100));
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_listening);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private static async Task ListenAsync(FeedClient client, CancellationToken stopping)
    {
        using (client)
        {
            try
            {
                while (true)
                {
                    await client.ReceiveAsync(stopping);
                }
            }
            catch (OperationCanceledException)
            {
                // The benchmark is over.
            }
        }
    }

    private async Task<ProcessRun> MeasureAsync(CancellationToken cancellationToken)
    {
        var before = _server!.Cpu;
        var http = await _traffic!.AtRateAsync(_requests, _rate, cancellationToken);
        var memory = _server.MemoryMb;
        return new ProcessRun(http, _server.Cpu - before, memory, Math.Max(0, memory - _memoryAtStart));
    }
}
