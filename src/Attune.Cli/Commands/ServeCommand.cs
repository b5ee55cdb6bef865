using System.CommandLine;
using Attune.Server;

namespace Attune.Cli.Commands;

/// <summary><c>attune serve</c>.</summary>
internal static class ServeCommand
{
    private const string Description = """
        Serve the HTTP API, the WebSocket feed and the dashboard until Ctrl-C.

        Example: attune serve --port 8080 --data /var/lib/attune
        """;

    public static Command Create()
    {
        var command = new Command("serve", Description);
        var common = CommonOptions.AddTo(command, listens: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await AttuneServer.StartAsync(common.Load(parsed), cancellationToken: cancellationToken);
            Console.WriteLine(parsed.GetValue(common.Json)
                ? $"{{\"url\":\"{server.Url}\",\"engine\":\"{server.Platform.Storage.Engine}\"}}"
                : $"Serving at {server.Url} with {server.Platform.Storage.Engine}. Ctrl-C stops.");
            await server.WaitForShutdownAsync(cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
