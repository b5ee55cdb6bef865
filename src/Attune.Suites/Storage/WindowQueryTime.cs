using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>What the dashboard asks for: the latest windows with their sources.</summary>
internal sealed class WindowQueryTime() : LedgerBenchmark("window_query", "The latest 20 of 365 windows, each with its protocols and its 10 largest of 50 sources")
{
    private const int Windows = 365;
    private const int Page = 20;

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        var windows = Enumerable.Range(0, Windows).Select(MakeWindow).ToList();
        await Store.SaveWindowsAsync(Stream, windows[^1].End, windows, cancellationToken);
        CountAsAppended(windows.Sum(window => 1 + window.Protocols.Count + window.Sources.Count));
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var page = await Store.GetWindowsAsync(new WindowQuery { Stream = Stream, Limit = Page }, cancellationToken);
        if (page.Items.Count != Page || page.Items[0].Start != FlowSequence.Start.AddDays(Windows - 1) || page.Items[0].Sources is not { Count: 10 })
        {
            throw new InvalidOperationException("The page has other windows than the latest.");
        }
    }

    private static WindowResult MakeWindow(int day)
    {
        var start = FlowSequence.Start.AddDays(day);
        return new WindowResult(Stream, start, start.AddDays(1), Aggregate("", 1000), 50, 400, 40, [Aggregate("SMTP", 600), Aggregate("ESMTP", 400)],
            [.. Enumerable.Range(1, 50).Select(source => Aggregate($"192.0.2.{source}", source))]);
    }

    private static WindowAggregate Aggregate(string key, long flows) => new(key, flows, flows * 900.0, 900, 100, 9000, 250);
}
