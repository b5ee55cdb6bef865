using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Attune.Cli.Commands;

/// <summary><c>attune version</c>.</summary>
internal static class VersionCommand
{
    public static string Version =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("version", "Print the version of Attune and of the runtime.\n\nExample: attune version --json") { json };
        command.SetAction(parsed =>
        {
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { version = Version, runtime = RuntimeInformation.FrameworkDescription, os = RuntimeInformation.OSDescription })
                : $"attune {Version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription})");
            return ExitCodes.Success;
        });
        return command;
    }
}
