using Attune.Lab.Benchmarks;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>One row's view of a source: its place in the runs, and the crowd that it starts if it has to make one.</summary>
internal sealed class CrowdReader(CrowdSource source, Func<CrowdRun, double> figure) : IAsyncDisposable
{
    private readonly SharedRuns<CrowdRun>.Cursor _seen = new();
    private Crowd? _crowd;

    public string? Unavailable => AttuneProgram.Unavailable ?? FeedProcess.Unavailable(source.Kind);

    /// <summary>The figure of the next run.</summary>
    /// <param name="prefix">Before the names of what is reported of quality: empty for our own.</param>
    /// <param name="context">Parameters: <c>clients</c>, <c>messages</c> of a run, <c>rate</c> at which they are published.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<double> NextAsync(string prefix, BenchmarkContext context, CancellationToken cancellationToken)
    {
        var load = source.Load.With(context);
        var run = await source.NextAsync(_seen, context, () => (_crowd ??= source.Create(context, load.Clients)).MeasureAsync(context, load.Messages, load.Rate, cancellationToken));
        if (run.Report.Disordered > 0 || run.Report.Received == 0)
        {
            throw new InvalidOperationException($"{run.Report.Received} messages came, {run.Report.Disordered} of them out of order.");
        }

        context.ReportQuality($"{prefix}delivered", run.Delivered);
        context.ReportQuality($"{prefix}deliveries_per_second", run.Deliveries / run.Elapsed.TotalSeconds);
        context.ReportQuality($"{prefix}cpu_us_per_delivery", 1e6 / run.DeliveriesPerCpuSecond);
        context.ReportQuality($"{prefix}p99_ms", run.Report.P99);
        context.ReportQuality($"{prefix}client_cpu_us_per_delivery", 1e6 * run.ListenerCpu.TotalSeconds / run.Deliveries);
        return figure(run);
    }

    public ValueTask DisposeAsync() => _crowd?.DisposeAsync() ?? ValueTask.CompletedTask;
}
