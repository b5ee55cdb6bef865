using System.CommandLine;
using Attune.Suites.Load;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark endpoint</c>: the server that the suite <c>load</c> starts and drives. Not for people.</summary>
internal static class EndpointCommand
{
    public static Command Create()
    {
        var command = new Command("endpoint", "Serve a trivial answer until standard input ends.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            await TrivialEndpoint.RunAsync(Console.In, Console.Out, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
