using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Streams;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream consume TOPIC</c>.</summary>
internal static class ConsumeCommand
{
    private const string Description = """
        Print the records of a topic, one a line, until Ctrl-C. Belongs to no group and commits nothing.

        Example: attune stream consume flows --from beginning --max 10 --brokers kafka:9092
        Example: attune stream consume results --from beginning --until-end --json
        """;

    public static Command Create()
    {
        var topic = new Argument<string>("TOPIC") { Description = "The topic." };
        var from = LoadRequestOptions.Text("--from", "WHERE", "beginning or end (default: end).");
        var max = LoadRequestOptions.Text("--max", "N", "End after this many records (1..1000000000).");
        var untilEnd = new Option<bool>("--until-end") { Description = "End at what is the end of the topic now." };
        var command = new Command("consume", Description) { topic, from, max, untilEnd };
        var connection = KafkaConnection.AddTo(command, hasProfile: true);
        var json = new Option<bool>("--json") { Description = "Print partition, offset, time, key and value as JSON, one object a line." };
        command.Add(json);
        command.SetAction((parsed, cancellationToken) =>
        {
            var isFromEnd = parsed.GetValue(from) switch
            {
                null or "end" => true,
                "beginning" => false,
                var text => throw new UserErrorException($"--from must be beginning or end; this is '{text}'."),
            };
            long? most = parsed.GetValue(max) is { } count ? Limits.Whole("--max", count, 1, 1_000_000_000, "a whole number of records") : null;
            return ConsumeRun.RunAsync(
                new ConsumeRequest(connection.Options(parsed), parsed.GetValue(topic)!, isFromEnd, most, parsed.GetValue(untilEnd), parsed.GetValue(json)), cancellationToken);
        });
        return command;
    }
}
