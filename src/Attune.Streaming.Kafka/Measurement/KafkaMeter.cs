using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attune.Streaming.Kafka.Measurement;

/// <summary>The instruments of Kafka sources, sinks and groups, on the streaming room's meter.</summary>
internal static class KafkaMeter
{
    private static readonly Meter Meter = new("Attune.Streaming");
    private static readonly ConcurrentDictionary<ILagSource, byte> Sources = new();

    public static readonly Counter<long> Rebalances =
        Meter.CreateCounter<long>("attune.streaming.kafka.rebalances", "{rebalance}", "Changes of a group member's partitions, by kind.");

    public static readonly Counter<long> Delivered =
        Meter.CreateCounter<long>("attune.streaming.kafka.delivered", "{record}", "Records that the cluster acknowledged.");

    public static readonly Counter<long> DeliveryFailures =
        Meter.CreateCounter<long>("attune.streaming.kafka.delivery_failures", "{record}", "Records that were not delivered, by error.");

    public static readonly Counter<long> CommitFailures =
        Meter.CreateCounter<long>("attune.streaming.kafka.commit_failures", "{commit}", "Offset commits that failed; the next checkpoint commits again.");

    public static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("attune.streaming.kafka.dead_letters", "{record}", "Records that a source could not use, by topic and reason.");

    static KafkaMeter()
    {
        Meter.CreateObservableGauge("attune.streaming.kafka.lag", Lags, "{record}", "Records of a partition that were not read yet.");
        Meter.CreateObservableGauge("attune.streaming.kafka.faulted", Faults, description: "1 while a source cannot reach a broker that it needs, else 0.");
    }

    public static void Add(ILagSource source) => Sources.TryAdd(source, 0);

    public static void Remove(ILagSource source) => Sources.TryRemove(source, out _);

    private static IEnumerable<Measurement<long>> Lags() =>
        from source in Sources.Keys
        from lag in source.Lags()
        select new Measurement<long>(
            lag.Records, new("topic", source.Topic), new("partition", lag.Partition), new("group", source.Group));

    private static IEnumerable<Measurement<int>> Faults() =>
        from source in Sources.Keys
        select new Measurement<int>(source.Fault is null ? 0 : 1, new("topic", source.Topic), new("group", source.Group));
}
