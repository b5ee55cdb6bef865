using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>Whether anything stays behind when clients come and go: the heap without clients, after a tenth of the work and after all of it.</summary>
internal sealed class Soak() : RoomBenchmark(
    RealtimeSuite.Name, "soak_growth", "Growth of the managed heap from the first tenth to the end of a minute in which 100 clients at a time come, resume, stall and leave, with 500 messages a second",
    new BenchmarkTarget(10, "the realtime room's own aim"))
{
    private const int Lanes = 100;
    private const int Messages = 30_000;
    private const int Rate = 500;
    private const int First = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("%", Better.Lower);

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 1, WarmupIterations = 0, TimeoutSeconds = 300 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var load = new CrowdLoad(Lanes, Messages, Rate).With(context);
        var options = CrowdSetup.MakeRoom(new RealtimeOptions { SlowClientTimeout = TimeSpan.FromSeconds(1) });
        await using var feed = await FeedProcess.StartAsync(context, FeedKind.Attune, FeedPayloads.MinBytes, deflate: false, options, cancellationToken);
        await using var listeners = ListenerProcess.Start(context);
        var (early, _) = await ChurnAsync(feed, listeners, load with { Messages = Math.Max(1, load.Messages / First) }, cancellationToken);
        var memory = feed.MemoryBytes;
        var (late, report) = await ChurnAsync(feed, listeners, load with { Messages = Math.Max(1, load.Messages - (load.Messages / First)) }, cancellationToken);
        context.Report(100.0 * (late.ManagedBytes - early.ManagedBytes) / early.ManagedBytes);
        context.ReportQuality("sessions", report.Sessions);
        context.ReportQuality("received", report.Received);
        context.ReportQuality("closed_by_server", report.Closed);
        context.ReportQuality("heap_mb", late.ManagedBytes / 1e6);
        context.ReportQuality("resident_growth_percent", 100.0 * (feed.MemoryBytes - memory) / memory);
    }

    /// <summary>Publishes while clients come and go, and waits until the server knows that all have left.</summary>
    private static async Task<(FeedState State, ListenerReport Report)> ChurnAsync(FeedProcess feed, ListenerProcess listeners, CrowdLoad load, CancellationToken cancellationToken)
    {
        var seconds = (double)load.Messages / load.Rate;
        var publishing = feed.PublishAsync(load.Messages, load.Rate, cancellationToken);
        var report = await listeners.AskAsync(
            new ListenerCommand(ListenerCommand.Churn) { Kind = FeedKind.Attune, Port = feed.Port, Clients = load.Clients, Seconds = seconds }, cancellationToken);
        await publishing;
        var start = Stopwatch.GetTimestamp();
        FeedState state;
        while ((state = await feed.StateAsync(cancellationToken)) is { Clients: > 0 } or { Subscriptions: > 0 } or { Queued: > 0 })
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"All clients have left, but {state.Clients} clients, {state.Subscriptions} subscriptions and {state.Queued} messages are there.");
            }

            await Task.Delay(Poll, cancellationToken);
        }

        return report.Disordered == 0 ? (state, report) : throw new InvalidOperationException($"{report.Disordered} messages came out of order.");
    }
}
