using System.CommandLine;
using Attune.Cli.Streams;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream run FILE</c>.</summary>
internal static class RunCommand
{
    private const string Description = """
        Run a pipeline until its source ends or Ctrl-C. With 'checkpoints' in the file a second start goes on where the first stopped, however it stopped.

        Example: attune stream run samples/streams/sessions.yaml
        Example: attune stream run pipeline.yaml --fresh --json
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The pipeline's YAML file; see docs/stream-pipelines.md." };
        var fresh = new Option<bool>("--fresh") { Description = "Forget checkpoints, and results that were written with them." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var command = new Command("run", Description) { file, fresh, json, quiet };
        command.SetAction((parsed, cancellationToken) => StreamRun.RunAsync(
            StreamFile.Load(parsed.GetValue(file)!), parsed.GetValue(fresh), parsed.GetValue(json), parsed.GetValue(quiet), cancellationToken));
        return command;
    }
}
