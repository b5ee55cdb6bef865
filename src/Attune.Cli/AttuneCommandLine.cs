using System.CommandLine;
using Attune.Cli.Benchmarks;
using Attune.Cli.Commands;
using Attune.Cli.Commands.Storage;
using Attune.Cli.Commands.Streams;

namespace Attune.Cli;

/// <summary>The command tree, and the one place where errors become a line and an exit code.</summary>
internal static class AttuneCommandLine
{
    private const string Description = """
        Attune: a self-tuning runtime for AI services.

        Example: attune demo            replay a real mail stream and watch it at http://127.0.0.1:8080
        """;

    /// <summary>How long a command may take to finish after Ctrl-C or SIGTERM before the process ends anyway.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(1);

    /// <summary>What the parser answers when <see cref="TerminationTimeout"/> is over.</summary>
    private const int GivenUpOnInterrupt = 130;
    private const int GivenUpOnTerminate = 143;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(Description)
        {
            DemoCommand.Create(), ServeCommand.Create(), ReplayCommand.Create(), FlowsCommand.Create(), WindowsCommand.Create(), StorageCommand.Create(),
            StreamCommand.Create(), WatchCommand.Create(), BenchmarkCommand.Create(), LoadCommand.Create(), StressCommand.Create(),
            ConfigCommand.Create(), DoctorCommand.Create(), VersionCommand.Create(),
        };
        if (args.Length == 0)
        {
            await root.Parse(["--help"]).InvokeAsync();
            return ExitCodes.Usage;
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var command = string.Join(' ', CommandPath(parsed.CommandResult.Command, root));
            // "Required command was not provided" says less than what was typed instead of one.
            var error = parsed.Errors.FirstOrDefault(error => parsed.UnmatchedTokens.Any(token => error.Message.Contains(token, StringComparison.Ordinal))) ?? parsed.Errors[0];
            var message = error.Message.Replace(" as expected type 'System.Int32'", " as a whole number", StringComparison.Ordinal)
                .Replace(" as expected type 'System.Nullable`1[System.Int32]'", " as a whole number", StringComparison.Ordinal)
                .Replace(" as expected type 'System.Double'", " as a number", StringComparison.Ordinal);
            return Fail(ExitCodes.Usage, $"{message.TrimEnd('.')}. Try '{command} --help'.");
        }

        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTimeout });
            return code is GivenUpOnInterrupt or GivenUpOnTerminate
                ? Fail(ExitCodes.Failure, $"did not come to an end within {TerminationTimeout.TotalSeconds:0} s after the signal to stop, and was ended; what was not written by then is lost.")
                : code;
        }
        catch (Exception error)
        {
            return ErrorMessage.Explain(error) is var (code, message) ? Fail(code, message) : ExitCodes.Failure;
        }
    }

    public static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"attune: {message.ReplaceLineEndings(" ")}");
        return code;
    }

    private static IEnumerable<string> CommandPath(Command command, RootCommand root) =>
        command == root ? ["attune"] : ["attune", .. Ancestors(command).Reverse().Select(item => item.Name)];

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (Command? current = command; current is not null and not RootCommand; current = current.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return current;
        }
    }
}
