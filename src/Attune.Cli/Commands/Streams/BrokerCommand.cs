using System.CommandLine;
using Attune.Cli.Load;
using Attune.Streaming.Kafka.Loopback;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream broker</c>.</summary>
internal static class BrokerCommand
{
    private const int MostBrokers = 20;
    private const int MostPartitions = 1000;
    private const string Description = """
        Run a Kafka cluster in memory on loopback, to try things with, until Ctrl-C. It keeps the newest 5 MiB of each partition; all is lost when it ends.

        Example: attune stream broker --topic flows:4 --topic results:1
        """;

    public static Command Create()
    {
        var brokers = LoadRequestOptions.Text("--brokers", "N", "Number of brokers (1..20, default: 3).");
        var topics = new Option<string[]>("--topic") { Description = "A topic to create, with its partitions. May be given again.", HelpName = "NAME:PARTITIONS" };
        var command = new Command("broker", Description) { brokers, topics };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(brokers) is { } text ? Limits.Whole("--brokers", text, 1, MostBrokers, "a whole number") : 3;
            var wanted = (parsed.GetValue(topics) ?? []).Select(Topic).ToList();
            using var cluster = LoopbackCluster.Start(count);
            foreach (var (name, partitions) in wanted)
            {
                cluster.CreateTopic(name, partitions);
            }

            Console.WriteLine($"Brokers: {cluster.BootstrapServers}");
            foreach (var (name, partitions) in wanted)
            {
                Console.WriteLine($"Topic:   {name}, {partitions} partition{(partitions == 1 ? "" : "s")}");
            }

            Console.WriteLine("Ctrl-C ends the cluster.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return ExitCodes.Success;
        });
        return command;
    }

    private static (string Name, int Partitions) Topic(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            ? (text[..colon], Limits.Whole("--topic", text[(colon + 1)..], 1, MostPartitions, "NAME:PARTITIONS with a number of partitions"))
            : throw new UserErrorException($"--topic takes NAME:PARTITIONS, for example flows:4; this is '{text}'.");
    }
}
