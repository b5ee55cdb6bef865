using static Attune.Suites.Targets.TargetLimit;

namespace Attune.Suites.Targets;

/// <summary>Guide 4: streaming analytics.</summary>
internal static class Guide4Targets
{
    private const string Overview = "Overview";
    private const string Batching = "Dynamic Batching";

    public static IReadOnlyList<GuideTarget> All { get; } =
    [
        Target(Overview, "event_throughput", AtLeast(100_000, "events/s"), Rooms.Streaming, "Events through the whole pipeline: stored, in windows, handed to the feed.", "streaming/ingest_throughput"),
        Target(Overview, "end_to_end_latency", AtMost(100, "ms"), Rooms.Streaming, "95 % of events from their due time until they are stored, windowed and handed on.", "streaming/ingest_latency_p95"),
        Target(Overview, "ml_inference_latency", AtMost(50, "ms"), Rooms.Inference, "One prediction."),
        Target(Overview, "websocket_delivery_latency", AtMost(10, "ms"), Rooms.Realtime, "95 % of messages from publication to their receipt by clients.", "realtime/message_delivery_p95"),
        Target(Overview, "availability", AtLeast(99.9, "%"), Rooms.Resilience, "Requests answered while parts fail and restart; the guides state it three times."),

        Target("Partition Strategy", "partition_throughput", AtLeast(10, "MB/s"), Rooms.Streaming, "JSON events parsed and windowed in one partition.", "streaming/partition_throughput"),
        Target("Partition Strategy", "topic_throughput", AtLeast(50, "MB/s"), Rooms.Streaming, "Load for which the guide plans a topic of 16 partitions: events of 1 kB read, decoded and windowed.", "streaming/topic_throughput"),

        Target(Batching, "batch_inference_target_latency", AtMost(30, "ms"), Rooms.Inference, "Latency that the batcher steers for."),
        Target(Batching, "batch_inference_max_wait", AtMost(50, "ms"), Rooms.Inference, "Longest time for which a request waits for company."),
        Target("Adaptive Compression", "message_compression_ratio", AtMost(0.9, "ratio"), Rooms.Realtime, "Size of compressed messages beside plain ones, above which compression is to stop.", "realtime/message_compression_ratio"),
    ];

    private static GuideTarget Target(string section, string name, TargetLimit limit, string room, string description, string? benchmark = null) =>
        new(4, section, name, limit, room, description, benchmark);
}
