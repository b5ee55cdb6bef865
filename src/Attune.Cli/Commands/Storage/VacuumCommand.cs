using System.CommandLine;
using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage vacuum</c>.</summary>
internal static class VacuumCommand
{
    private const string Description = """
        Give the space of deleted rows back. SQLite: stop the server first; it needs as much free disk as the database has bytes, and nobody may read or write meanwhile.
        PostgreSQL: VACUUM (ANALYZE) of each table beside the running server.

        Example: attune storage vacuum --data /var/lib/attune
        """;

    public static Command Create()
    {
        var command = new Command("vacuum", Description);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = StoreAccess.OpenToChange(common.Load(parsed));
            var before = (await storage.Maintenance.GetStatusAsync(cancellationToken)).TotalBytes;
            var progress = new StepProgress("Vacuuming");
            await storage.Maintenance.VacuumAsync(progress, cancellationToken);
            progress.Erase();
            var after = (await storage.Maintenance.GetStatusAsync(cancellationToken)).TotalBytes;
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { bytesBefore = before, bytesAfter = after, seconds = progress.Elapsed.TotalSeconds });
            }
            else
            {
                Terminal.Console.WriteLine($"{ByteFormat.Of(before)} before, {ByteFormat.Of(after)} now, in {progress.Elapsed.TotalSeconds:0.0} s.");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
