using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Suites.Realtime.Crowds;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime;

/// <summary>The suite <c>realtime</c>: the WebSocket feed over loopback.</summary>
public static class RealtimeSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "realtime";

    /// <summary>The suite. Parameters: <c>clients</c> that are connected, <c>messages</c> of a run, <c>rate</c> at which they are published, <c>window</c> in milliseconds within which the hub gathers messages (10), <c>payload</c> bytes of messages to clients that stop reading (2,000).</summary>
    public static BenchmarkSuite Create() => new(Name, "Messages from the hub to WebSocket clients on loopback.", () =>
    {
        var latencies = new SharedRuns<HistogramSnapshot>();
        return
        [
            new MessageDelivery(50, latencies), new MessageDelivery(95, latencies), new MessageDelivery(99, latencies), new FanOut(), new ConnectTime(), new ConnectedClients(),
            .. CrowdRows.Create(), new SlowClients(), new PublishCost(), new Soak(),
        ];
    });
}
