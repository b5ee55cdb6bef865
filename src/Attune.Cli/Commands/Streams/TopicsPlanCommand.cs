using System.CommandLine;
using System.Globalization;
using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Streaming.Kafka.Topics;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream topics plan</c>.</summary>
internal static class TopicsPlanCommand
{
    private const double MostThroughput = 1e6;
    private const int MostConsumers = 10_000;
    private const string Description = """
        How many partitions a topic needs: the next power of two of what the throughput and the consumers need.

        Example: attune stream topics plan --throughput 50 --consumers 12
        Example: attune stream topics plan --throughput 200 --consumers 8 --per-partition 25 --json
        """;

    public static Command Create()
    {
        var throughput = LoadRequestOptions.Text("--throughput", "MB/S", "What the topic has to carry, MB/s (0.001..1000000).");
        var consumers = LoadRequestOptions.Text("--consumers", "N", "Consumers that are to work at once (1..10000).");
        var perPartition = LoadRequestOptions.Text("--per-partition", "MB/S", "What one partition carries, MB/s (0.001..1000000, default: 10).");
        (throughput.Required, consumers.Required) = (true, true);
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("plan", Description) { throughput, consumers, perPartition, json };
        command.SetAction(parsed =>
        {
            var load = Limits.Number("--throughput", parsed.GetValue(throughput)!, 0.001, MostThroughput, "a number of MB/s");
            var readers = Limits.Whole("--consumers", parsed.GetValue(consumers)!, 1, MostConsumers, "a whole number");
            var each = parsed.GetValue(perPartition) is { } text
                ? Limits.Number("--per-partition", text, 0.001, MostThroughput, "a number of MB/s")
                : PartitionPlanner.DefaultPartitionThroughput;
            var forLoad = Math.Ceiling(load / each);
            if (Math.Max(forLoad, readers) > PartitionPlanner.MaxPartitions)
            {
                throw new UserErrorException(string.Create(
                    CultureInfo.InvariantCulture, $"--throughput {load} at {each} MB/s a partition needs {forLoad:0} partitions; at most {PartitionPlanner.MaxPartitions} are planned."));
            }

            var partitions = PartitionPlanner.Plan(load, readers, each);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(new { partitions, forThroughput = (int)forLoad, forConsumers = readers, throughput = load, perPartition = each });
                return;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {partitions} partitions
                  throughput: {load:0.###} MB/s at {each:0.###} MB/s a partition need {forLoad:0}
                  consumers:  {readers} that work at once need {readers}
                  the larger is {Math.Max(forLoad, readers):0}; the next power of two is {partitions}, so that doubling later splits each partition in two
                """));
        });
        return command;
    }
}
