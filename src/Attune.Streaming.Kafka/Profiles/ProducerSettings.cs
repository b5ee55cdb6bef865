namespace Attune.Streaming.Kafka.Profiles;

internal static class ProducerSettings
{
    public static readonly KafkaSetting[] Durable =
    [
        new("acks", "all", "A record counts when all replicas in sync have it. Costs the slowest replica's time."),
        new("enable.idempotence", "true", "Retries neither double nor reorder records. Costs a producer id and at most 5 requests in flight."),
        new("max.in.flight.requests.per.connection", "5", "The most that keeps order with idempotence. Limits throughput over long distances."),
        new("retries", "2147483647", "Sent again until message.timeout.ms ends. A failing broker shows late."),
        new("message.timeout.ms", "300000", "After this time a record is reported as failed. Records wait in memory up to then."),
        new("linger.ms", "5", "Wait for more records to share a request. Costs up to 5 ms."),
        new("compression.type", "lz4", "Less network and disk. Costs a little processor time on both sides."),
    ];

    public static readonly KafkaSetting[] HighThroughput =
    [
        new("acks", "1", "The leader alone acknowledges: when it fails before its followers have the record, the record is lost."),
        new("enable.idempotence", "false", "More requests in flight. Retries may double and reorder records."),
        new("retries", "3", "After three the record is reported as failed, however soon the broker would have come back."),
        new("retry.backoff.ms", "100", "Pause before the first retry. Shorter would press a broker in trouble."),
        new("linger.ms", "10", "Wait for more records to share a request. Costs up to 10 ms."),
        new("batch.size", "65536", "Bytes in one batch. Larger ones compress better, and cost more when a request is sent again."),
        new("queue.buffering.max.kbytes", "131072", "128 MiB of records may wait here; they are lost when the process ends before it flushes."),
        new("queue.buffering.max.messages", "1000000", "Records that may wait here, so that bytes are the limit. Costs memory when brokers are slow."),
        new("compression.type", "lz4", "Less network and disk. Costs a little processor time on both sides."),
        new("socket.send.buffer.bytes", "131072", "Room for long distances. Costs kernel memory for each connection."),
        new("socket.receive.buffer.bytes", "65536", "Answers to a producer are small. Costs nothing worth naming."),
    ];

    public static readonly KafkaSetting[] LowLatency =
    [
        new("acks", "1", "The leader alone acknowledges: when it fails before its followers have the record, the record is lost."),
        new("enable.idempotence", "false", "No producer id to wait for at the start. With acks=1 there is no other way."),
        new("retries", "0", "A record that meets any error is reported as failed and not sent again."),
        new("linger.ms", "0", "Sent at once; only what waits anyway shares a request. Costs requests and throughput."),
        new("compression.type", "none", "No time for compression. Costs network and disk."),
        new("socket.nagle.disable", "true", "Small packets are not held back. Costs packets."),
    ];
}
