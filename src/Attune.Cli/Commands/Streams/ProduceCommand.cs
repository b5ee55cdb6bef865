using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Streams;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream produce TOPIC</c>.</summary>
internal static class ProduceCommand
{
    private const string Description = """
        Send the lines of a file or of standard input to a topic, each as one record. Ends when all are acknowledged.

        Example: attune stream produce flows --file events.jsonl --key source_ip --brokers kafka:9092
        Example: tail -f events.jsonl | attune stream produce flows
        """;

    public static Command Create()
    {
        var topic = new Argument<string>("TOPIC") { Description = "The topic; it must be there." };
        var file = LoadRequestOptions.Text("--file", "FILE", "Read this file instead of standard input.");
        var key = LoadRequestOptions.Text("--key", "FIELD", "Use this field of each JSON line as key, so that records of one key keep their order.");
        var rate = LoadRequestOptions.Text("--rate", "N", "Records a second (0.001..10000000, default: as fast as they are taken).");
        var command = new Command("produce", Description) { topic, file, key, rate };
        var connection = KafkaConnection.AddTo(command, hasProfile: true);
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        command.Add(json);
        command.SetAction((parsed, cancellationToken) => ProduceRun.RunAsync(
            new ProduceRequest(
                connection.Options(parsed), parsed.GetValue(topic)!, parsed.GetValue(file), parsed.GetValue(key),
                parsed.GetValue(rate) is { } text ? Limits.Number("--rate", text, 0.001, 1e7, "a number of records a second") : null, parsed.GetValue(json)),
            cancellationToken));
        return command;
    }
}
