using System.CommandLine;
using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage migrate</c>.</summary>
internal static class MigrateCommand
{
    private const string Description = """
        Make the database, or bring its schema to this program's version. 'attune serve' does the same when it starts.

        Example: attune storage migrate --data /var/lib/attune
        """;

    public static Command Create()
    {
        var command = new Command("migrate", Description);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = StoreAccess.OpenOrCreate(common.Load(parsed));
            var report = await storage.Maintenance.MigrateAsync(cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(report);
            }
            else if (report.Applied.Count == 0)
            {
                Terminal.Console.WriteLine($"The schema is up to date: version {report.To}.");
            }
            else
            {
                Terminal.Console.WriteLine($"Brought the schema from version {report.From} to {report.To}:");
                foreach (var step in report.Applied)
                {
                    Terminal.Console.WriteLine($"  {step}");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
