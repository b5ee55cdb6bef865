using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A start on an empty folder.</summary>
internal sealed class ServerStart() : RoomBenchmark(ServerSuite.Name, "server_start", "From the start of 'attune serve' until it is ready, with a new database")
{
    private int _runs;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("s", Better.Lower);

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { WarmupIterations = 1 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(context.WorkFolder, $"start-{++_runs}")).FullName;
        var start = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(folder, profile: null, cancellationToken);
        context.Report(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
