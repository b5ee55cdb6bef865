using Attune.Configuration;
using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Server.Configuration;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>The rows of 1,000 clients on one channel.</summary>
internal static class CrowdRows
{
    private const int Small = 200;
    private const int Large = 2000;

    private static readonly BenchmarkFigure Latency = BenchmarkFigure.Reported("ms", Better.Lower);
    private static readonly BenchmarkFigure Efficiency = BenchmarkFigure.Reported("deliveries/CPU-s", Better.Higher);
    private static readonly BenchmarkTarget Aim = new(10, "the realtime room's own aim");

    public static IEnumerable<Benchmark> Create() =>
        [.. OfSize("fanout_1000", "200 B", Small), .. OfSize("fanout_1000_2kb", "2 kB", Large), .. Busy(), .. Deflated(), .. Idle(), Edge()];

    private static IEnumerable<Benchmark> OfSize(string name, string size, int bytes)
    {
        var (own, ws, signalR) = (new CrowdSource(FeedKind.Attune, bytes), new CrowdSource(FeedKind.Ws, bytes), new CrowdSource(FeedKind.SignalR, bytes));
        var load = $"100 messages a second of {size} to 1,000 clients";
        return
        [
            new CrowdFigure($"{name}_p50", $"{load}: half of all deliveries", Latency, own, ws, run => run.Report.P50),
            new CrowdFigure($"{name}_p99", $"{load}: 99 % of all deliveries", Latency, own, ws, run => run.Report.P99, Aim),
            new CrowdFigure($"{name}_deliveries_per_cpu_second", $"{load}: deliveries for each second of the server's CPU time", Efficiency, own, ws, run => run.DeliveriesPerCpuSecond),
            new CrowdFigure($"{name}_p99_signalr", $"{load}: 99 % of all deliveries", Latency, own, signalR, run => run.Report.P99, Aim),
            new CrowdFigure($"{name}_deliveries_per_cpu_second_signalr", $"{load}: deliveries for each second of the server's CPU time", Efficiency, own, signalR, run => run.DeliveriesPerCpuSecond),
        ];
    }

    /// <summary>Five times the messages: more than one in a flush window, so that batches count.</summary>
    private static IEnumerable<Benchmark> Busy()
    {
        const string Load = "500 messages a second of 200 B to 1,000 clients";
        var rate = CrowdLoad.Usual with { Rate = 500, Messages = 2500 };
        var (own, ws) = (new CrowdSource(FeedKind.Attune, Small) { Load = rate }, new CrowdSource(FeedKind.Ws, Small) { Load = rate });
        return
        [
            new CrowdFigure("fanout_1000_busy_p99", $"{Load}: 99 % of all deliveries", Latency, own, ws, run => run.Report.P99),
            new CrowdFigure("fanout_1000_busy_deliveries_per_cpu_second", $"{Load}: deliveries for each second of the server's CPU time", Efficiency, own, ws, run => run.DeliveriesPerCpuSecond),
        ];
    }

    private static IEnumerable<Benchmark> Deflated()
    {
        const string Load = "100 messages a second of 2 kB to 1,000 clients that offer permessage-deflate";
        var (own, ws) = (new CrowdSource(FeedKind.Attune, Large) { Deflate = true }, new CrowdSource(FeedKind.Ws, Large) { Deflate = true });
        return
        [
            new CrowdFigure("fanout_1000_2kb_deflate_p99", $"{Load}: 99 % of all deliveries", Latency, own, ws, run => run.Report.P99, Aim),
            new CrowdFigure("fanout_1000_2kb_deflate_deliveries_per_cpu_second", $"{Load}: deliveries for each second of the server's CPU time", Efficiency, own, ws, run => run.DeliveriesPerCpuSecond),
            new CrowdFigure("message_compression_ratio", $"{Load}: bytes of messages as sent beside plain ones", BenchmarkFigure.Reported("ratio", Better.Lower), own, rival: ws, run => (double)run.Report.WireBytes / run.Report.PlainBytes),
        ];
    }

    private static IEnumerable<Benchmark> Idle()
    {
        const string Load = "1,000 clients that get 100 messages a second of 200 B, and 10,000 on a quiet channel";
        var memory = BenchmarkFigure.Reported("B", Better.Lower);
        var (own, ws, signalR) = (Crowded(FeedKind.Attune), Crowded(FeedKind.Ws), Crowded(FeedKind.SignalR));
        return
        [
            new CrowdFigure("idle_10000_bytes_per_connection", $"{Load}: what each of these adds to the server's resident memory", memory, own, ws, BytesOfIdle),
            new CrowdFigure("idle_10000_active_p99", $"{Load}: 99 % of all deliveries", Latency, own, ws, run => run.Report.P99, Aim),
            new CrowdFigure("idle_10000_bytes_per_connection_signalr", $"{Load}: what each of these adds to the server's resident memory", memory, own, signalR, BytesOfIdle),
        ];

        static CrowdSource Crowded(FeedKind kind) => new(kind, Small) { IdleForEach = 10 };
        static double BytesOfIdle(CrowdRun run) => (double)run.IdleMemory / run.Idle;
    }

    private static CrowdFigure Edge() => new(
        "edge_hold_time", "200 messages a second to 10 clients, with the edge profile: the longest of all deliveries", Latency,
        new CrowdSource(FeedKind.Attune, Small)
        {
            Load = new CrowdLoad(10, 400, 200),
            Options = folder => AttuneConfiguration.Load(new ConfigurationSources { Profile = "edge", WorkingDirectory = folder }).Get<RealtimeOptions>(),
        },
        rival: null, run => run.Report.Max);
}
