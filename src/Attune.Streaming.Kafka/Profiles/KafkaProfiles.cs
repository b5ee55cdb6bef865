namespace Attune.Streaming.Kafka.Profiles;

/// <summary>The settings behind each <see cref="KafkaProfile"/>.</summary>
public static class KafkaProfiles
{
    private static readonly string[] Names = ["durable", "high-throughput", "low-latency"];

    /// <summary>The profile's name in settings and on the command line: <c>durable</c>, <c>high-throughput</c> or <c>low-latency</c>.</summary>
    public static string NameOf(KafkaProfile profile) => Names[(int)profile];

    /// <summary>The profile of a name; case does not matter.</summary>
    /// <exception cref="FormatException">There is no such profile; the message lists them.</exception>
    public static KafkaProfile Parse(string name)
    {
        var index = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? (KafkaProfile)index : throw new FormatException($"'{name}' is no Kafka profile: {string.Join(", ", Names)}.");
    }

    /// <summary>What the profile gives up, in one sentence, to be shown where it is chosen.</summary>
    public static string GivesUp(KafkaProfile profile) => profile switch
    {
        KafkaProfile.Durable => "Gives up some latency and throughput: a record counts when all replicas in sync have it.",
        KafkaProfile.HighThroughput =>
            "May lose acknowledged records when a leader fails; retries may double and reorder records; records wait for their batch.",
        KafkaProfile.LowLatency =>
            "May lose acknowledged records when a leader fails; a record that meets an error is not sent again; costs network and throughput.",
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>Whether retries neither double nor reorder records and an acknowledged record survives the loss of its leader.</summary>
    public static bool IsIdempotent(KafkaProfile profile) => profile == KafkaProfile.Durable;

    /// <summary>The producer's settings.</summary>
    public static IReadOnlyList<KafkaSetting> Producer(KafkaProfile profile) => profile switch
    {
        KafkaProfile.Durable => ProducerSettings.Durable,
        KafkaProfile.HighThroughput => ProducerSettings.HighThroughput,
        KafkaProfile.LowLatency => ProducerSettings.LowLatency,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>The consumer's settings.</summary>
    public static IReadOnlyList<KafkaSetting> Consumer(KafkaProfile profile) => profile switch
    {
        KafkaProfile.Durable => ConsumerSettings.Durable,
        KafkaProfile.HighThroughput => ConsumerSettings.HighThroughput,
        KafkaProfile.LowLatency => ConsumerSettings.LowLatency,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>
    /// The batch size that goes with the profile, for <see cref="Pipelines.PipelineOptions.BatchSize"/>: librdkafka itself hands out records one by one
    /// (other clients call it <c>max.poll.records</c>).
    /// </summary>
    public static int BatchSize(KafkaProfile profile) => profile switch
    {
        KafkaProfile.Durable => 1000,
        KafkaProfile.HighThroughput => 5000,
        KafkaProfile.LowLatency => 100,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
