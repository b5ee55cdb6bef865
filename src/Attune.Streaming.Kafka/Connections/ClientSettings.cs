using Attune.Streaming.Kafka.Profiles;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Connections;

/// <summary>What Confluent.Kafka's clients are made with.</summary>
internal static class ClientSettings
{
    public static ClientConfig Common(KafkaOptions options)
    {
        var config = new ClientConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = options.ClientId,
            SecurityProtocol = options.Security switch
            {
                KafkaSecurity.Ssl => SecurityProtocol.Ssl,
                KafkaSecurity.SaslPlaintext => SecurityProtocol.SaslPlaintext,
                KafkaSecurity.SaslSsl => SecurityProtocol.SaslSsl,
                _ => SecurityProtocol.Plaintext,
            },
        };
        if (options.Security is KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl)
        {
            config.SaslMechanism = options.SaslMechanism switch
            {
                KafkaSaslMechanism.Plain => SaslMechanism.Plain,
                KafkaSaslMechanism.ScramSha256 => SaslMechanism.ScramSha256,
                _ => SaslMechanism.ScramSha512,
            };
            config.SaslUsername = options.Username;
            config.SaslPassword = options.Password;
        }

        Set(config, "ssl.ca.location", options.SslCaLocation);
        Set(config, "ssl.certificate.location", options.SslCertificateLocation);
        Set(config, "ssl.key.location", options.SslKeyLocation);
        Set(config, "ssl.key.password", options.SslKeyPassword);
        return config;
    }

    public static ProducerConfig Producer(KafkaOptions options)
    {
        var config = new ProducerConfig(Common(options).ToDictionary());
        config.Partitioner = Partitioner.Murmur2Random; // keys go where the Java client puts them
        Apply(config, KafkaProfiles.Producer(options.Profile), options.ProducerOverrides);
        return config;
    }

    /// <summary>The settings of <see cref="KafkaProfile.Durable"/> without overrides, for what must not be lost.</summary>
    public static ProducerConfig DurableProducer(KafkaOptions options)
    {
        var config = new ProducerConfig(Common(options).ToDictionary());
        Apply(config, KafkaProfiles.Producer(KafkaProfile.Durable), new Dictionary<string, string>(StringComparer.Ordinal));
        return config;
    }

    public static ConsumerConfig Consumer(KafkaOptions options, string group)
    {
        var config = new ConsumerConfig(Common(options).ToDictionary())
        {
            GroupId = group,
            EnableAutoCommit = false, // offsets are committed with checkpoints only
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error, // records that retention has taken are an error, never a silent gap
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        Apply(config, KafkaProfiles.Consumer(options.Profile), options.ConsumerOverrides);
        return config;
    }

    private static void Apply(Config config, IReadOnlyList<KafkaSetting> profile, IDictionary<string, string> overrides)
    {
        foreach (var setting in profile)
        {
            config.Set(setting.Name, setting.Value);
        }

        foreach (var (name, value) in overrides)
        {
            config.Set(name, value);
        }
    }

    private static void Set(Config config, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            config.Set(name, value);
        }
    }

    private static Dictionary<string, string> ToDictionary(this ClientConfig config) =>
        config.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
