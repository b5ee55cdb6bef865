using System.CommandLine;
using Attune.Cli.Output;
using Attune.Storage.Maintenance;
using Spectre.Console;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage prune</c>.</summary>
internal static class PruneCommand
{
    private const string Description = """
        Delete what is older than the section 'retention' of the configuration allows. Works beside a running server, which does the same every retention.interval.

        Example: attune storage prune --dry-run
        Example: attune storage prune --set retention.flows=365d
        """;

    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be deleted." };
        var command = new Command("prune", Description) { dryRun };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = common.Load(parsed);
            var dry = parsed.GetValue(dryRun);
            await using var storage = dry ? StoreAccess.OpenToRead(configuration) : StoreAccess.OpenToChange(configuration);
            var progress = new StepProgress(dry ? "Counting" : "Pruning");
            var run = await storage.Maintenance.ApplyRetentionAsync(dry, progress, cancellationToken);
            progress.Erase();
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { dryRun = dry, run.Rows, seconds = run.Duration.TotalSeconds, run.Tables });
            }
            else
            {
                WriteTable(run, dry);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteTable(RetentionRun run, bool dry)
    {
        var table = TableOutput.Create("Table", "Kept since (UTC)");
        table.AddColumn(new TableColumn(dry ? "Would be deleted" : "Deleted").RightAligned());
        foreach (var result in run.Tables)
        {
            table.AddRow(new Text(result.Table), new Text(result.Cutoff.ToString("yyyy-MM-dd HH:mm")), new Text(result.Rows.ToString("N0")));
        }

        TableOutput.Write(table, run.Tables.Count, "table has a limit in the section 'retention'");
    }
}
