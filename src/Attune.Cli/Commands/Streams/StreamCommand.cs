using System.CommandLine;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream</c>: pipelines described in YAML, and Kafka.</summary>
internal static class StreamCommand
{
    private const string Description = """
        Run stream pipelines described in YAML, and look after Kafka topics.

        Example: attune stream run samples/streams/sessions.yaml
        Example: attune stream check pipeline.yaml
        Example: attune stream topics plan --throughput 50 --consumers 12
        """;

    public static Command Create() => new("stream", Description)
    {
        RunCommand.Create(), CheckCommand.Create(), TopicsCommand.Create(), ProduceCommand.Create(), ConsumeCommand.Create(), LagCommand.Create(), BrokerCommand.Create(),
    };
}
