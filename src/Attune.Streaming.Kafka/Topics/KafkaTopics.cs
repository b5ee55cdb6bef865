using Attune.Streaming.Kafka.Connections;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Attune.Streaming.Kafka.Topics;

/// <summary>Creates and compares topics. Safe for concurrent use.</summary>
public sealed class KafkaTopics : IDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly IAdminClient _admin;

    /// <summary>Connects to a cluster.</summary>
    /// <param name="options">The cluster.</param>
    /// <param name="patience">Longest time for an answer; null for 30 s.</param>
    /// <exception cref="Attune.Configuration.ConfigurationException">The options are not usable.</exception>
    public KafkaTopics(KafkaOptions options, TimeSpan? patience = null)
    {
        Patience = patience ?? DefaultPatience;
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _admin = new AdminClientBuilder(ClientSettings.Common(options)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    internal KafkaTopics(IAdminClient admin) => (_admin, Patience) = (admin, DefaultPatience);

    /// <summary>Longest time for an answer.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Makes the topic when it is not there; when it is, says what it has otherwise, and changes nothing.</summary>
    /// <exception cref="ArgumentException">The topic's description is not usable.</exception>
    /// <exception cref="KafkaException">The cluster cannot be reached, or refuses.</exception>
    public async Task<KafkaTopicResult> EnsureAsync(KafkaTopic topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topic.Validate();
        if (await FindAsync(topic.Name, cancellationToken) is { } found)
        {
            return new KafkaTopicResult(topic.Name, Created: false, await DifferencesAsync(topic, found));
        }

        try
        {
            await _admin.CreateTopicsAsync(
                [new TopicSpecification { Name = topic.Name, NumPartitions = topic.Partitions, ReplicationFactor = topic.Replicas, Configs = topic.Settings() }],
                new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience });
            return new KafkaTopicResult(topic.Name, Created: true, []);
        }
        catch (CreateTopicsException error) when (error.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another was faster.
            var other = await FindAsync(topic.Name, cancellationToken);
            return new KafkaTopicResult(topic.Name, Created: false, other is null ? [] : await DifferencesAsync(topic, other));
        }
        catch (CreateTopicsException error)
        {
            var reason = error.Results.Find(result => result.Error.IsError)?.Error ?? error.Error;
            throw new KafkaException(new Error(reason.Code, $"Cannot create topic '{topic.Name}': {reason.Reason}"), error);
        }
    }

    /// <summary>Number of partitions of a topic; null when there is no such topic.</summary>
    /// <exception cref="KafkaException">The cluster cannot be reached.</exception>
    public async Task<int?> PartitionsAsync(string topic, CancellationToken cancellationToken = default) =>
        (await FindAsync(topic, cancellationToken))?.Partitions.Count;

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();

    // All topics are asked for: asking for one by name could create it.
    private Task<TopicMetadata?> FindAsync(string topic, CancellationToken cancellationToken) => Task.Run(
        () => _admin.GetMetadata(Patience).Topics.Find(known => known.Topic == topic && !known.Error.IsError), cancellationToken);

    private async Task<List<string>> DifferencesAsync(KafkaTopic wanted, TopicMetadata found)
    {
        var differences = new List<string>();
        if (found.Partitions.Count != wanted.Partitions)
        {
            differences.Add($"partitions: {found.Partitions.Count}, wanted {wanted.Partitions}");
        }

        var replicas = found.Partitions.Count == 0 ? 0 : found.Partitions.Min(partition => partition.Replicas.Length);
        if (replicas != wanted.Replicas)
        {
            differences.Add($"replicas: {replicas}, wanted {wanted.Replicas}");
        }

        try
        {
            var described = await _admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = wanted.Name }], new DescribeConfigsOptions { RequestTimeout = Patience });
            var entries = described[0].Entries;
            foreach (var (name, value) in wanted.Settings().OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                if (entries.TryGetValue(name, out var entry) && entry.Value != value)
                {
                    differences.Add($"{name}: {entry.Value}, wanted {value}");
                }
                else if (entry is null)
                {
                    differences.Add($"{name}: not known to the broker, wanted {value}");
                }
            }
        }
        catch (KafkaException error)
        {
            differences.Add($"settings: the cluster does not tell them ({error.Error.Reason})");
        }

        return differences;
    }
}
