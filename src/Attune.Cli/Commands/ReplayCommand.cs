using System.CommandLine;
using Attune.Cli.Replay;

namespace Attune.Cli.Commands;

/// <summary><c>attune replay FILE</c>.</summary>
internal static class ReplayCommand
{
    private const string Description = """
        Replay a file of your own into the store and print a summary. No page, no server.

        Example: attune replay flows.csv --json
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A folder of .eml, an .mbox, events as .jsonl, or flows as .csv." };
        var speed = new Option<string?>("--speed") { Description = "Events per second, or max (default: max).", HelpName = "N|max" };
        var repeat = new Option<int>("--repeat") { Description = "Replay the input N times with shifted times and ids (1..10000).", HelpName = "N", DefaultValueFactory = _ => 1 };
        var command = new Command("replay", Description) { file, speed, repeat };
        var common = CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => DemoRun.RunAsync(
            new DemoRequest(
                common.Load(parsed), parsed.GetValue(speed), Headless: true, Once: true, parsed.GetValue(repeat),
                parsed.GetValue(file), parsed.GetValue(common.Json)),
            cancellationToken));
        return command;
    }
}
