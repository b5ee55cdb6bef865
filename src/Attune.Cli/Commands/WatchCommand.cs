using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Attune.Cli.Load;
using Attune.Cli.Watch;
using Attune.Realtime.Client;

namespace Attune.Cli.Commands;

/// <summary><c>attune watch CHANNEL</c>.</summary>
internal static class WatchCommand
{
    private const string Description = """
        Print what a server publishes on a channel, as it happens, until Ctrl-C. A lost connection is made again and goes on where it was.

        Example: attune watch flows
        Example: attune watch flows --filter 'bytesTransferred > 100000 and protocol = "TCP"' --max-rate 5
        Example: attune watch 'jobs.*.progress' --url https://attune.example --json --count 100
        """;

    public static Command Create()
    {
        var channel = new Argument<string>("CHANNEL") { Description = "flows, windows, messages, metrics; or a pattern: * is any one segment between dots, a last ** all that follow." };
        var filter = LoadRequestOptions.Text("--filter", "EXPR", "Only what this expression over the payload's fields matches; see docs/realtime-filters.md.");
        var maxRate = LoadRequestOptions.Text("--max-rate", "N", $"Most messages a second of each channel, the latest win ({SubscriptionOptions.LowestRate}..{SubscriptionOptions.HighestRate}).");
        var snapshot = new Option<bool>("--snapshot") { Description = "Begin with the present state, where the channel has one." };
        var url = LoadRequestOptions.Text("--url", "URL", "The server (default: http://127.0.0.1:8080); /ws is added where there is no path.");
        var key = LoadRequestOptions.Text("--key", "KEY", $"API key (default: {WatchRequest.KeyVariable}; other users of this machine see what stands on the command line).");
        var json = new Option<bool>("--json") { Description = "Print each message as JSON, one object a line." };
        var count = LoadRequestOptions.Text("--count", "N", "End after this many messages (1..1000000000).");
        var timeout = LoadRequestOptions.Text("--timeout", "TIME", "End after this long (1 ms..24 h); exit code 1 when the server or --count is not reached by then.");
        var noRetry = new Option<bool>("--no-retry") { Description = "Do not connect again: exit code 1 when the server cannot be reached or the connection is lost." };
        var command = new Command("watch", Description) { channel, filter, maxRate, snapshot, url, key, json, count, timeout, noRetry };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new WatchRequest(
                new RealtimeClientOptions
                {
                    Address = Address(parsed.GetValue(url) ?? "http://127.0.0.1:8080"), Key = Key(parsed.GetValue(key)), Reconnect = !parsed.GetValue(noRetry),
                },
                parsed.GetValue(channel)!,
                new SubscriptionOptions
                {
                    Filter = parsed.GetValue(filter), Snapshot = parsed.GetValue(snapshot),
                    MaxRate = parsed.GetValue(maxRate) is { } rate
                        ? Limits.Number("--max-rate", rate, SubscriptionOptions.LowestRate, SubscriptionOptions.HighestRate, "a number of messages a second") : null,
                },
                parsed.GetValue(json),
                parsed.GetValue(count) is { } most ? Limits.Whole("--count", most, 1, 1_000_000_000, "a whole number of messages") : null,
                parsed.GetValue(timeout) is { } time ? Limits.Duration("--timeout", time, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(24)) : null);
            try
            {
                return await WatchRun.RunAsync(request, cancellationToken);
            }
            catch (Exception error) when (error is ArgumentException or ValidationException)
            {
                throw new UserErrorException(error is ValidationException && error.Message.StartsWith("Key ", StringComparison.Ordinal) ? $"--key{error.Message[3..]}" : error.Message);
            }
        });
        return command;
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "ws" or "wss" && address.Fragment.Length == 0
            ? address.AbsolutePath == "/" ? new Uri(address, "/ws" + address.Query) : address
            : throw new UserErrorException($"--url must be an http, https, ws or wss address such as http://127.0.0.1:8080; this is '{text}'.");

    private static string? Key(string? given) => given ?? (Environment.GetEnvironmentVariable(WatchRequest.KeyVariable) is { Length: > 0 } key ? key : null);
}
