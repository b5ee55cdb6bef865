using Attune.Lab.Benchmarks;
using Attune.Measurement;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming;

/// <summary>The suite <c>streaming</c>: partitions, windows and the whole ingest.</summary>
public static class StreamingSuite
{
    /// <summary>The suite's name.</summary>
    public const string Name = "streaming";

    /// <summary>The suite. Parameters: <c>events</c> of a run, <c>rate</c> at which latency is measured (10,000 a second), <c>messages</c> that are parsed (1,000).</summary>
    public static BenchmarkSuite Create() => new(Name, "Events through partitions, windows and the whole ingest; parsing of mail.", () =>
    {
        var latencies = new SharedRuns<HistogramSnapshot>();
        return
        [
            new WindowedThroughput(), new PartitionThroughput(), new IngestThroughput(),
            new IngestLatency(50, latencies), new IngestLatency(95, latencies), new IngestLatency(99, latencies), new MailParseRate(),
        ];
    });
}
