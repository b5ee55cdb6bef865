using System.CommandLine;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark feed</c> and <c>listen</c>: the two processes of which the suite <c>realtime</c> measures one. Not for people.</summary>
internal static class FeedCommand
{
    public static Command CreateFeed()
    {
        var command = new Command("feed", "Serve a live feed as standard input asks for, until it ends.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            await FeedHost.RunAsync(Console.In, Console.Out, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    public static Command CreateListen()
    {
        var command = new Command("listen", "Connect clients to a live feed as standard input asks for, until it ends.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            await ListenerHost.RunAsync(Console.In, Console.Out, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
