using System.CommandLine;
using Attune.Cli.Output;
using Attune.Cli.Streams;
using Attune.Streaming.Declarative;
using Spectre.Console;

namespace Attune.Cli.Commands.Streams;

/// <summary><c>attune stream check FILE</c>.</summary>
internal static class CheckCommand
{
    private const string Description = """
        Check a pipeline's file and say what it would do. Nothing is opened. Exit code 2 when something is wrong.

        Example: attune stream check pipeline.yaml
        Example: attune stream check pipeline.yaml --json
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The pipeline's YAML file." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("check", Description) { file, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            try
            {
                Write(StreamFile.Load(path), parsed.GetValue(json));
                return ExitCodes.Success;
            }
            catch (PipelineException error) when (parsed.GetValue(json))
            {
                JsonOutput.Write(new { valid = false, error.Errors });
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    private static void Write(PipelineDefinition definition, bool json)
    {
        var plan = definition.Explain();
        if (json)
        {
            JsonOutput.Write(new { valid = true, definition.Name, plan = plan.ToDictionary(part => part.Key, part => part.Value) });
            return;
        }

        Terminal.Console.WriteLine($"{definition.Name} is sound:");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, text) in plan)
        {
            grid.AddRow(new Text("  " + name), new Text(text));
        }

        Terminal.Console.Write(grid);
    }
}
