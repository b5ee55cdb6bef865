using System.Text;
using Attune.Cli.Output;
using Attune.Realtime.Client;
using Microsoft.Win32.SafeHandles;

namespace Attune.Cli.Watch;

/// <summary><c>attune watch</c>: messages become lines.</summary>
internal static class WatchRun
{
    private const nint StandardOutput = 1;
    private const string Dim = "\u001b[2m";
    private const string Plain = "\u001b[0m";

    /// <summary>Watches until the count or the time is reached, or the user stops.</summary>
    public static async Task<int> RunAsync(WatchRequest request, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(request.Timeout ?? Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        await using var client = new RealtimeClient(request.Client);
        var wasConnected = false;
        client.StateChanged += (_, change) =>
        {
            WatchNotes.Write(change, request.Client, wasConnected);
            wasConnected |= change.State == RealtimeConnectionState.Connected;
        };
        var tally = new WatchTally();
        try
        {
            await ReadAsync(client, request, tally, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The user or the time has ended it.
        }
        catch (RealtimeException error) when (error.Code == RealtimeException.Disconnected && !wasConnected)
        {
            return AttuneCommandLine.Fail(ExitCodes.Failure, TerminalText.Escape($"{error.Message} {WatchNotes.Hint(request.Client)}"));
        }
        catch (RealtimeException error) when (error.Code == "unauthenticated" && request.Client.Key is null)
        {
            return AttuneCommandLine.Fail(ExitCodes.Usage, $"The server asks for a key: set {WatchRequest.KeyVariable}, or give --key.");
        }
        catch (IOException)
        {
            // Who read the lines has gone, as 'head' does.
            return ExitCodes.Success;
        }

        WatchNotes.Write($"{Many(tally.Messages, "message")}, {Many(tally.Gaps, "gap")}, {ByteFormat.Of(tally.Bytes)}.");
        if (!wasConnected && !cancellationToken.IsCancellationRequested)
        {
            return AttuneCommandLine.Fail(ExitCodes.Failure, "the server was not reached within --timeout.");
        }

        return end.IsCancellationRequested && !cancellationToken.IsCancellationRequested && request.Count is { } count && tally.Messages < count
            ? AttuneCommandLine.Fail(ExitCodes.Failure, $"{tally.Messages:N0} of {count:N0} messages came within --timeout.")
            : ExitCodes.Success;
    }

    private static string Many(long count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private static async Task ReadAsync(RealtimeClient client, WatchRequest request, WatchTally tally, CancellationToken cancellationToken)
    {
        // The console's own stream keeps silent when who reads has gone, and this would go on for ever.
        using var handle = new SafeFileHandle(StandardOutput, ownsHandle: false);
        await using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        await using var output = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16);
        var hasColour = !Console.IsOutputRedirected && Terminal.Console.Profile.Capabilities.Ansi;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = client.SubscribeAsync(request.Channel, request.Subscription, reading.Token).GetAsyncEnumerator(CancellationToken.None);
        while (tally.Messages < (request.Count ?? long.MaxValue))
        {
            var next = events.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // Lines wait only while more of them are at hand.
                try
                {
                    await output.FlushAsync(CancellationToken.None);
                }
                catch (IOException)
                {
                    // An iterator that still runs cannot be disposed of.
                    await reading.CancelAsync();
                    await ((Task)next.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw;
                }
            }

            if (!await next)
            {
                return;
            }

            switch (events.Current)
            {
                case RealtimeData data:
                    tally.Add(data.Payload.Length);
                    await WriteAsync(data, "data", data.Sequence, data.Time, data.Payload);
                    break;
                case RealtimeSnapshot snapshot:
                    tally.Add(snapshot.Payload.Length);
                    await WriteAsync(snapshot, "snapshot", snapshot.Sequence, snapshot.Time, snapshot.Payload);
                    break;
                case RealtimeGap gap:
                    tally.Gaps++;
                    await output.FlushAsync(CancellationToken.None);
                    WatchNotes.Write(WatchNotes.Describe(gap));
                    break;
            }
        }

        async Task WriteAsync(RealtimeEvent item, string type, long sequence, DateTimeOffset time, ReadOnlyMemory<byte> payload)
        {
            if (request.Json)
            {
                await output.WriteLineAsync(PayloadText.Json(type, item.Channel, sequence, time, payload));
                return;
            }

            var place = PayloadText.Place(time, item, sequence) + (type == "data" ? "" : $" {type}");
            foreach (var line in PayloadText.Lines(payload))
            {
                await output.WriteLineAsync(hasColour ? $"{Dim}{place}{Plain} {line}" : $"{place} {line}");
            }
        }
    }
}
