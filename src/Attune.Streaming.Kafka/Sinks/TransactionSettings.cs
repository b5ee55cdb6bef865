using Attune.Configuration;
using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Kafka.Profiles;
using Attune.Streaming.Kafka.Topics;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>What transactions need before the first one.</summary>
internal static class TransactionSettings
{
    // A cluster that tells its topics' settings does so at once; one that cannot must not hold up the start.
    private static readonly TimeSpan SettingsPatience = TimeSpan.FromSeconds(2);

    public static void Check(KafkaOptions kafka)
    {
        if (!KafkaProfiles.IsIdempotent(kafka.Profile))
        {
            throw new ConfigurationException([new ConfigurationError(
                "kafka.profile", $"is {KafkaProfiles.NameOf(kafka.Profile)}; transactions need {KafkaProfiles.NameOf(KafkaProfile.Durable)}", "options")]);
        }
    }

    public static ProducerConfig Producer(KafkaOptions kafka, KafkaTransactionalSinkOptions options)
    {
        var config = ClientSettings.Producer(kafka);
        config.TransactionalId = options.TransactionalId;
        config.TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds;
        config.MessageTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds; // librdkafka wants it no longer than the transaction's
        return config;
    }

    public static Task EnsureCommitTopicAsync(KafkaOptions kafka, KafkaTransactionalSinkOptions options, CancellationToken cancellationToken) =>
        AskAsync(kafka, options, patience: null, async topics =>
        {
            if (await topics.PartitionsAsync(options.CommitTopic, cancellationToken) is null)
            {
                await topics.EnsureAsync(CommitTopic(options), cancellationToken);
            }
        });

    /// <summary>Where nothing was committed: makes sure, as far as the cluster tells, that this is not because the topic has forgotten it.</summary>
    public static Task CheckCommitTopicAsync(KafkaOptions kafka, KafkaTransactionalSinkOptions options, CancellationToken cancellationToken) =>
        AskAsync(kafka, options, SettingsPatience, topics => CheckCommitTopicAsync(topics, options, cancellationToken));

    /// <exception cref="ConfigurationException">The topic removes records by age: with the last one the writer would begin anew.</exception>
    internal static async Task CheckCommitTopicAsync(KafkaTopics topics, KafkaTransactionalSinkOptions options, CancellationToken cancellationToken)
    {
        var result = await topics.EnsureAsync(CommitTopic(options), cancellationToken);
        if (result.Differences.FirstOrDefault(difference => difference.StartsWith("cleanup.policy: ", StringComparison.Ordinal) && difference.Contains("delete", StringComparison.Ordinal)) is { } wrong)
        {
            throw new ConfigurationException([new ConfigurationError("sink.commit_topic", $"is '{options.CommitTopic}', which would forget commits: {wrong}", "options")]);
        }
    }

    private static KafkaTopic CommitTopic(KafkaTransactionalSinkOptions options)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.CommitTopicReplicas < 2)
        {
            overrides["min.insync.replicas"] = "1";
        }

        return new KafkaTopic(options.CommitTopic, 1) { Profile = KafkaTopicProfile.Compacted, Replicas = (short)options.CommitTopicReplicas, Overrides = overrides };
    }

    private static async Task AskAsync(KafkaOptions kafka, KafkaTransactionalSinkOptions options, TimeSpan? patience, Func<KafkaTopics, Task> ask)
    {
        try
        {
            using var topics = new KafkaTopics(kafka, patience);
            await ask(topics);
        }
        catch (KafkaException error)
        {
            throw new KafkaSinkException($"The topic '{options.CommitTopic}', in which a transactional sink keeps the numbers of its checkpoints, cannot be found or made", error.Error, error);
        }
    }
}
