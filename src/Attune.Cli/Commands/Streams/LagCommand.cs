using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Cli.Streams;
using Attune.Streaming.Kafka.Groups;
using Spectre.Console;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream lag GROUP</c>.</summary>
internal static class LagCommand
{
    private const string Description = """
        How far a consumer group is behind, partition by partition. A pipeline commits with its checkpoints.

        Example: attune stream lag report --topic flows --brokers kafka:9092
        """;

    public static Command Create()
    {
        var group = new Argument<string>("GROUP") { Description = "The group." };
        var topic = LoadRequestOptions.Text("--topic", "NAME", "One topic (default: all in which the group committed something).");
        var command = new Command("lag", Description) { group, topic };
        var connection = KafkaConnection.AddTo(command, hasProfile: false);
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(group)!;
            if (name.Length == 0)
            {
                throw new UserErrorException("GROUP is empty; it takes the name of a consumer group.");
            }

            var offsets = await GroupOffsets.ReadAsync(connection.Options(parsed), name, parsed.GetValue(topic), KafkaConnection.Patience, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(new { group = name, lag = offsets.Sum(offset => offset.Lag), partitions = offsets });
            }
            else
            {
                Write(offsets);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(IReadOnlyList<GroupOffset> offsets)
    {
        var table = TableOutput.Create("Topic");
        foreach (var column in new[] { "Partition", "Committed", "End", "Lag" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var offset in offsets)
        {
            table.AddRow(
                new Text(offset.Topic), new Text($"{offset.Partition}"), new Text(offset.Committed is { } committed ? $"{committed:N0}" : "none"), new Text($"{offset.End:N0}"),
                new Text($"{offset.Lag:N0}"));
        }

        TableOutput.Write(table, offsets.Count, "offsets are committed by this group");
    }
}
