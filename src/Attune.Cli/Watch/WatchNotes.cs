using Attune.Cli.Output;
using Attune.Realtime.Client;
using Spectre.Console;

namespace Attune.Cli.Watch;

/// <summary>What happens beside the messages, dimmed on standard error.</summary>
internal static class WatchNotes
{
    public static void Write(string line)
    {
        line = TerminalText.Escape(line);
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
        }
        else
        {
            Terminal.ErrorConsole.Write(new Text(line + Environment.NewLine, new Style(Color.Grey)));
        }
    }

    /// <summary>Says what became of the connection; nothing about what goes as it should.</summary>
    public static void Write(RealtimeStateChange change, RealtimeClientOptions options, bool wasConnected)
    {
        switch (change.State)
        {
            case RealtimeConnectionState.Waiting:
                var where = wasConnected || change.Failures > 1 ? "" : $" {Hint(options)}";
                var delay = change.NextAttempt!.Value - TimeProvider.System.GetUtcNow();
                Write($"-- {char.ToUpperInvariant(change.Reason![0])}{change.Reason[1..].TrimEnd('.')}.{where} Tries again in {Math.Max(0, delay.TotalSeconds):0.0} s.");
                break;
            case RealtimeConnectionState.Connected when wasConnected:
                Write("-- Connected again; goes on after what came last.");
                break;
        }
    }

    /// <summary>What to do about a server that is not there.</summary>
    public static string Hint(RealtimeClientOptions options) => $"Is a server at {options.Address}? 'attune serve' starts one, --url names another.";

    public static string Describe(RealtimeGap gap) => $"-- {gap.Channel}: {Count(gap)} missing{Range(gap)}: {Reason(gap.Reason)}.";

    // Sequences of two epochs make no range.
    private static string Range(RealtimeGap gap) => gap.Reason == "restarted" ? "" : $" from #{gap.From} to #{gap.To}";

    private static string Count(RealtimeGap gap) => gap.Count switch
    {
        null => "messages may be",
        1 => "1 message is",
        { } count => $"{count:N0} messages are",
    };

    private static string Reason(string reason) => reason switch
    {
        "slow" => "this client did not keep up and the server dropped them",
        "rate" => "newer ones replaced them within --max-rate",
        "expired" => "the server no longer had them when the connection was back",
        "restarted" => "the server was started anew; begins with its next message",
        RealtimeGap.NotAskedFor => "too many channels to ask for all of them after a reconnect",
        _ => reason,
    };
}
