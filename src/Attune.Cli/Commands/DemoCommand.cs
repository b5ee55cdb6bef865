using System.CommandLine;
using Attune.Cli.Replay;

namespace Attune.Cli.Commands;

/// <summary><c>attune demo</c>.</summary>
internal static class DemoCommand
{
    private const string Description = """
        Replay a real mail stream (6,046 messages of 2001-2003) through the whole platform and show it live.

        Example: attune demo --speed 2000
        Example: attune demo --load 300
        Example: attune demo --headless --once --speed max --json
        """;

    public static Command Create()
    {
        var speed = new Option<string?>("--speed") { Description = "Events per second, or max (default: 1000; max with --headless).", HelpName = "N|max" };
        var headless = new Option<bool>("--headless") { Description = "No page and no server: replay, print the summary, exit." };
        var once = new Option<bool>("--once") { Description = "Exit after the replay instead of serving on." };
        var repeat = new Option<int>("--repeat") { Description = "Replay the input N times with shifted times and ids (1..10000).", HelpName = "N", DefaultValueFactory = _ => 1 };
        var input = new Option<string?>("--input")
        {
            Description = "Your own input: a folder of .eml, an .mbox, events as .jsonl, or flows as .csv.", HelpName = "PATH",
        };
        var load = new Option<string?>("--load")
        {
            Description = "Also send requests to the server, RATE a second (default: 200), for at most 10 minutes.", HelpName = "RATE", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("demo", Description) { speed, headless, once, repeat, input, load };
        var common = CommonOptions.AddTo(command, listens: true);
        command.SetAction((parsed, cancellationToken) => DemoRun.RunAsync(
            new DemoRequest(
                common.Load(parsed), parsed.GetValue(speed), parsed.GetValue(headless), parsed.GetValue(once), parsed.GetValue(repeat),
                parsed.GetValue(input), parsed.GetValue(common.Json), parsed.GetResult(load) is null ? null : parsed.GetValue(load) ?? ""),
            cancellationToken));
        return command;
    }
}
