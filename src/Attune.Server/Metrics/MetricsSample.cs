using Attune.Storage;

namespace Attune.Server.Metrics;

/// <summary>The platform's figures of one second.</summary>
/// <param name="Time">End of the second, UTC.</param>
/// <param name="FlowsPerSecond">Flows stored and broadcast.</param>
/// <param name="MessagesPerSecond">Text events stored and broadcast.</param>
/// <param name="LatencyMs">Percentiles of ingest latency in this second; null without events.</param>
/// <param name="MemoryMb">Resident memory of the process in MiB.</param>
/// <param name="CpuPercent">Processor time used, as a share of all processors, 0 to 100.</param>
/// <param name="ErrorRate">Dead letters divided by all input of the last minute; null without input.</param>
/// <param name="Clients">Connected WebSocket clients.</param>
/// <param name="QueueDepth">Write requests that wait for the store.</param>
/// <param name="Totals">Counts since the start.</param>
/// <param name="BytesByProtocol">Bytes transferred in this second, by protocol.</param>
/// <param name="TopSources">The ten sources with most bytes since the start.</param>
/// <param name="Replay">Progress of a replay; null when there is none.</param>
public sealed record MetricsSample(
    DateTimeOffset Time,
    double FlowsPerSecond,
    double MessagesPerSecond,
    LatencyPercentiles? LatencyMs,
    double MemoryMb,
    double CpuPercent,
    double? ErrorRate,
    int Clients,
    int QueueDepth,
    IngestTotals Totals,
    IReadOnlyDictionary<string, long> BytesByProtocol,
    IReadOnlyList<SourceTotal> TopSources,
    ReplayProgress? Replay);
