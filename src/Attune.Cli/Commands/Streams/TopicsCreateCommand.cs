using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Cli.Streams;
using Attune.Streaming.Kafka.Topics;
using Confluent.Kafka;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream topics create NAME</c>.</summary>
internal static class TopicsCreateCommand
{
    private const string Description = """
        Create a topic. If it is there, say in what it differs and change nothing.

        Example: attune stream topics create flows --partitions 16 --replication 3 --profile durability --brokers kafka:9092
        """;

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The topic." };
        var partitions = LoadRequestOptions.Text("--partitions", "N", "Partitions (1..65536); see 'attune stream topics plan'.");
        partitions.Required = true;
        var replication = LoadRequestOptions.Text("--replication", "N", "Copies of each partition (1..100, default: 3).");
        var profile = LoadRequestOptions.Text("--profile", "NAME", "durability (default), throughput (may lose acknowledged records) or compacted (newest of each key).");
        var command = new Command("create", Description) { name, partitions, replication, profile };
        var connection = KafkaConnection.AddTo(command, hasProfile: false);
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var topic = new KafkaTopic(parsed.GetValue(name)!, Limits.Whole("--partitions", parsed.GetValue(partitions)!, 1, PartitionPlanner.MaxPartitions, "a whole number"))
            {
                Replicas = (short)(parsed.GetValue(replication) is { } text ? Limits.Whole("--replication", text, 1, 100, "a whole number") : 3),
                Profile = Profile(parsed.GetValue(profile)),
            };
            using var topics = new KafkaTopics(connection.Options(parsed), KafkaConnection.Patience);
            var result = await EnsureAsync(topics, topic, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(new { topic = result.Name, result.Created, result.Differences });
            }
            else
            {
                Console.WriteLine(result.Created ? $"Created {result.Name} with {topic.Partitions} partitions."
                    : result.Differences.Count == 0 ? $"{result.Name} is there as asked for."
                    : $"{result.Name} is there and was left as it is: {string.Join("; ", result.Differences)}.");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<KafkaTopicResult> EnsureAsync(KafkaTopics topics, KafkaTopic topic, CancellationToken cancellationToken)
    {
        try
        {
            return await topics.EnsureAsync(topic, cancellationToken);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(error.Message);
        }
        catch (KafkaException error) when (error.Error.Reason.Contains("controller", StringComparison.Ordinal))
        {
            throw new KafkaException(new Error(ErrorCode.Local_Fail, "the cluster has no controller that creates topics; a cluster of 'attune stream broker' takes them with --topic NAME:PARTITIONS."), error);
        }
    }

    private static KafkaTopicProfile Profile(string? name) => name switch
    {
        null or "durability" => KafkaTopicProfile.Durability,
        "throughput" => KafkaTopicProfile.Throughput,
        "compacted" => KafkaTopicProfile.Compacted,
        _ => throw new UserErrorException($"--profile must be durability, throughput or compacted; this is '{name}'."),
    };
}
