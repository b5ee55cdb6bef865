using System.CommandLine;
using System.Diagnostics;
using Attune.Lab.Benchmarks.Isolation;
using Attune.Suites;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark child</c>: what <c>--isolate</c> starts for each benchmark. Not for people.</summary>
internal static class ChildCommand
{
    private const string Name = "child";

    public static Command Create()
    {
        var command = new Command(Name, "Run the one benchmark that standard input asks for.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            await IsolatedBenchmarkHost.RunAsync(AttuneSuites.CreateRegistry(), Console.In, Console.Out, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>This program again, also where <c>dotnet attune.dll</c> runs it.</summary>
    public static ProcessStartInfo Start() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? new(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], "benchmark", Name])
        : new(Environment.ProcessPath!, ["benchmark", Name]);
}
