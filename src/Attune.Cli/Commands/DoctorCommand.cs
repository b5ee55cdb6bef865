using System.CommandLine;
using Attune.Cli.Doctor;
using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Commands;

/// <summary><c>attune doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check this machine and say what is missing. Exit code 1 when something is.\n\nExample: attune doctor --json");
        var common = CommonOptions.AddTo(command, listens: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var checks = await Checkup.RunAsync(common.Load(parsed), cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { healthy = checks.All(check => check.Status != CheckStatus.Failed), checks = checks.Select(check => new { check.Name, status = check.Status.ToString().ToLowerInvariant(), check.Detail, check.Advice }) });
            }
            else
            {
                WriteTable(checks);
            }

            return checks.Any(check => check.Status == CheckStatus.Failed) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteTable(IReadOnlyList<Check> checks)
    {
        var table = TableOutput.Create("Check", "", "Found", "What to do");
        foreach (var check in checks)
        {
            var (mark, colour) = check.Status switch
            {
                CheckStatus.Passed => ("ok", Color.Green),
                CheckStatus.Warning => ("note", Color.Yellow),
                _ => ("missing", Color.Red),
            };
            table.AddRow(new Text(check.Name), new Text(mark, new Style(colour)), new Text(check.Detail), new Text(check.Advice));
        }

        Terminal.Console.Write(table);
    }
}
