using System.Text.Json;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>The process of the clients, apart from the server's: <c>attune benchmark listen</c>.</summary>
public static class ListenerHost
{
    /// <summary>Does what the lines of <paramref name="input"/> ask for, until it ends.</summary>
    /// <param name="input">Standard input of a child process: it ends when the parent closes it or dies.</param>
    /// <param name="output">One line for each command.</param>
    /// <param name="cancellationToken">Stops it too.</param>
    public static async Task RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var groups = new Dictionary<string, ListenerGroup>(StringComparer.Ordinal);
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is { } line && JsonSerializer.Deserialize<ListenerCommand>(line, JsonSerializerOptions.Web) is { } command)
            {
                var report = await AnswerAsync(groups, command, cancellationToken);
                await output.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web).AsMemory(), cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            foreach (var group in groups.Values)
            {
                group.Dispose();
            }
        }
    }

    private static async Task<ListenerReport> AnswerAsync(Dictionary<string, ListenerGroup> groups, ListenerCommand command, CancellationToken cancellationToken)
    {
        switch (command.Do)
        {
            case ListenerCommand.Connect:
                groups.Add(command.Group, await ListenerGroup.ConnectAsync(command, cancellationToken));
                break;
            case ListenerCommand.Begin:
                groups[command.Group].Begin();
                break;
            case ListenerCommand.Finish:
                return await groups[command.Group].FinishAsync(command, cancellationToken);
            case ListenerCommand.Drain:
                return await groups[command.Group].DrainAsync(TimeSpan.FromSeconds(command.Seconds), cancellationToken);
            case ListenerCommand.Churn:
                return await new ClientChurn(command).RunAsync(cancellationToken);
            default:
                throw new ArgumentException($"'{command.Do}' is no command.");
        }

        return new ListenerReport();
    }
}
