using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>Whether clients that stop reading hurt the others: the same crowd twice, once with one in ten that stops.</summary>
internal sealed class SlowClients() : RoomBenchmark(
    RealtimeSuite.Name, "slow_clients_p99_ratio", "100 messages a second of 2 kB to 1,000 clients: p99 of the rest when 10 % stop reading, beside the p99 without", new BenchmarkTarget(1.2, "the realtime room's own aim"))
{
    private const int OneIn = 10;

    private static readonly TimeSpan SlowTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How much longer than the timeout the server may take to let them go.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ratio", Better.Lower);

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 3, WarmupIterations = 0, TimeoutSeconds = 180 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var load = new CrowdLoad(1000, 1000, 100).With(context);
        var stalled = Math.Max(1, load.Clients / OneIn);
        var setup = new CrowdSetup(FeedKind.Attune, load.Clients - stalled, context.Parameter("payload", 2000, FeedPayloads.MinBytes, 1 << 20))
        {
            Options = CrowdSetup.MakeRoom(new RealtimeOptions { SlowClientTimeout = SlowTimeout }),
        };
        await using var calm = new Crowd(setup);
        var without = await calm.MeasureAsync(context, load.Messages, load.Rate, cancellationToken);
        await calm.DisposeAsync();

        await using var crowd = new Crowd(setup with { Stalled = stalled });
        var with = await crowd.MeasureAsync(context, load.Messages, load.Rate, cancellationToken);
        Check(without);
        Check(with);
        await crowd.AwaitGoneAsync(SlowTimeout + Grace, cancellationToken);
        var gone = await crowd.DrainAsync(Grace, cancellationToken);
        context.Report(with.Report.P99 / without.Report.P99);
        context.ReportQuality("delivered", with.Delivered);
        context.ReportQuality("stalled_closed", (double)gone.Closed / stalled);
        context.ReportQuality("stalled_told_1013", (double)gone.ClosedAsSlow / stalled);
        context.ReportQuality("p99_ms", with.Report.P99);
        context.ReportQuality("p99_without_ms", without.Report.P99);
        context.ReportQuality("memory_mb", with.Memory / 1e6);
        context.ReportQuality("memory_without_mb", without.Memory / 1e6);
    }

    private static void Check(CrowdRun run)
    {
        if (!run.Report.IsComplete || run.Report.Lost > 0 || run.Report.Disordered > 0)
        {
            throw new InvalidOperationException($"Of {run.Messages * run.Clients} messages {run.Report.Received} came to clients that read, {run.Report.Disordered} of them out of order.");
        }
    }
}
