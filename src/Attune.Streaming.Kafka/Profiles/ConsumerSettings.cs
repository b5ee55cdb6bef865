namespace Attune.Streaming.Kafka.Profiles;

internal static class ConsumerSettings
{
    public static readonly KafkaSetting[] Durable =
    [
        Committed,
        new("fetch.min.bytes", "1", "An answer as soon as there is a record. Costs requests when records are rare."),
        new("fetch.wait.max.ms", "100", "How long a broker waits when it has nothing. Costs ten empty answers a second and broker."),
        new("fetch.queue.backoff.ms", "10", "A partition whose queue was full is asked again after this; a second, as librdkafka has it, stalls a busy pipeline."),
        new("session.timeout.ms", "45000", "A silent member keeps its partitions this long: pauses and slow networks cause no rebalance, its death shows late."),
        new("heartbeat.interval.ms", "3000", "A rebalance is heard of within this time. Costs a small request."),
    ];

    public static readonly KafkaSetting[] HighThroughput =
    [
        Committed,
        new("fetch.min.bytes", "65536", "A broker waits for 64 KiB. Costs latency when records are rare, see the next."),
        new("fetch.wait.max.ms", "500", "... but not longer than this: a lone record may wait half a second."),
        new("fetch.queue.backoff.ms", "10", "A partition whose queue was full is asked again after this; a second, as librdkafka has it, stalls a busy pipeline."),
        new("socket.receive.buffer.bytes", "262144", "Room for large answers. Costs kernel memory for each connection."),
        new("socket.send.buffer.bytes", "131072", "As the guide has it; requests of a consumer are small."),
        new("session.timeout.ms", "45000", "A silent member keeps its partitions this long: its death shows late."),
        new("heartbeat.interval.ms", "15000", "Fewer small requests. A rebalance may take this much longer to be heard of."),
    ];

    public static readonly KafkaSetting[] LowLatency =
    [
        Committed,
        new("fetch.min.bytes", "1", "An answer as soon as there is a record. Costs requests when records are rare."),
        new("fetch.wait.max.ms", "10", "How long a broker waits when it has nothing. Costs a hundred empty answers a second and broker."),
        new("fetch.queue.backoff.ms", "1", "A partition whose queue was full is asked again at once. Costs requests."),
        new("session.timeout.ms", "10000", "A dead member shows within this time. Pauses longer than that cause a rebalance."),
        new("heartbeat.interval.ms", "3000", "A rebalance is heard of within this time. Costs a small request."),
    ];

    private static KafkaSetting Committed => new(
        "isolation.level", "read_committed", "Records of aborted transactions are not seen. Costs waiting for open transactions of others.");
}
