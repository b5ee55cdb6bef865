using System.CommandLine;
using Attune.Cli.Output;
using Attune.Storage.Maintenance;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage status</c>.</summary>
internal static class StatusCommand
{
    private const string Description = """
        Show what the database holds: rows and bytes by table, version of the schema, settings. Changes nothing.

        Example: attune storage status
        Example: attune storage status --json
        """;

    public static Command Create()
    {
        var command = new Command("status", Description);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = StoreAccess.OpenToRead(common.Load(parsed));
            var status = await storage.Maintenance.GetStatusAsync(cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(status);
            }
            else
            {
                StatusTables.Write(status);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The version of the schema, and what to do when it is not this program's.</summary>
    public static string Schema(StorageStatus status) => (status.LatestVersion - status.SchemaVersion) switch
    {
        0 => $"{status.SchemaVersion}, up to date",
        > 0 and var behind => $"{status.SchemaVersion}, behind by {behind}: run 'attune storage migrate'",
        _ => $"{status.SchemaVersion}, newer than this program's {status.LatestVersion}: use the version that wrote it",
    };
}
