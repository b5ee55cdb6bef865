using System.CommandLine;
using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage analyze</c>.</summary>
internal static class AnalyzeCommand
{
    private const string Description = """
        Gather the statistics from which the database chooses indexes. Worth while after a large import. Works beside a running server.

        Example: attune storage analyze
        """;

    public static Command Create()
    {
        var command = new Command("analyze", Description);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = StoreAccess.OpenToChange(common.Load(parsed));
            var progress = new StepProgress("Analyzing");
            await storage.Maintenance.AnalyzeAsync(progress, cancellationToken);
            progress.Erase();
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { seconds = progress.Elapsed.TotalSeconds });
            }
            else
            {
                Terminal.Console.WriteLine($"Done in {progress.Elapsed.TotalSeconds:0.0} s.");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
