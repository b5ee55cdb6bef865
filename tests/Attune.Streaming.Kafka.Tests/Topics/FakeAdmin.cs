using System.Reflection;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Attune.Streaming.Kafka.Tests.Topics;

/// <summary>The admin requests that the cluster in memory lacks: topics in a dictionary.</summary>
public class FakeAdmin : DispatchProxy
{
    public Dictionary<string, TopicSpecification> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs when a topic is about to be created, as another client would.</summary>
    public Action? BeforeCreate { get; set; }

    public int Created { get; private set; }

    public static (IAdminClient Client, FakeAdmin Fake) New()
    {
        var client = Create<IAdminClient, FakeAdmin>();
        return (client, (FakeAdmin)(object)client);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IAdminClient.GetMetadata) => GetMetadata(),
        nameof(IAdminClient.CreateTopicsAsync) => CreateAsync((IEnumerable<TopicSpecification>)args![0]!),
        nameof(IAdminClient.DescribeConfigsAsync) => DescribeAsync((IEnumerable<ConfigResource>)args![0]!),
        nameof(IDisposable.Dispose) => null,
        var other => throw new NotSupportedException(other),
    };

    private Metadata GetMetadata() => new(
        [],
        [.. Topics.Values.Select(topic => new TopicMetadata(
            topic.Name,
            [.. Enumerable.Range(0, topic.NumPartitions).Select(id => new PartitionMetadata(id, 1, new int[topic.ReplicationFactor], [1], new Error(ErrorCode.NoError)))],
            new Error(ErrorCode.NoError)))],
        1,
        "fake");

    private Task CreateAsync(IEnumerable<TopicSpecification> wanted)
    {
        BeforeCreate?.Invoke();
        foreach (var topic in wanted)
        {
            if (!Topics.TryAdd(topic.Name, topic))
            {
                return Task.FromException(new CreateTopicsException([new CreateTopicReport { Topic = topic.Name, Error = new Error(ErrorCode.TopicAlreadyExists) }]));
            }

            Created++;
        }

        return Task.CompletedTask;
    }

    private Task<List<DescribeConfigsResult>> DescribeAsync(IEnumerable<ConfigResource> resources) => Task.FromResult(resources
        .Select(resource => new DescribeConfigsResult
        {
            ConfigResource = resource,
            Entries = Topics[resource.Name].Configs.ToDictionary(setting => setting.Key, setting => new ConfigEntryResult { Name = setting.Key, Value = setting.Value }),
        })
        .ToList());
}
