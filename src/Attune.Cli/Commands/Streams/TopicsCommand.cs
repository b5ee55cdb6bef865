using System.CommandLine;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream topics</c>.</summary>
internal static class TopicsCommand
{
    private const string Description = """
        Plan and create Kafka topics.

        Example: attune stream topics plan --throughput 50 --consumers 12
        Example: attune stream topics create flows --partitions 16 --brokers kafka1:9092,kafka2:9092
        """;

    public static Command Create() => new("topics", Description) { TopicsPlanCommand.Create(), TopicsCreateCommand.Create() };
}
