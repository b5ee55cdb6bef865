using System.Text.Json;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>What a client sends to subscribe.</summary>
internal static class Subscriptions
{
    /// <summary>Ends each message of SignalR.</summary>
    private const char Separator = '\u001e';

    /// <summary>The frames that subscribe one client of a group to its channels.</summary>
    public static byte[] Of(ListenerCommand command, int client)
    {
        if (command.Kind == FeedKind.SignalR)
        {
            var call = $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{command.Channel}}"]}""";
            return [.. ClientFrames.OfText($$"""{"protocol":"json","version":1}""" + Separator), .. ClientFrames.OfText(call + Separator)];
        }

        var channels = command.Channel is { } one ? [one] : Enumerable.Range(0, command.ChannelsPerClient)
            .Select(i => FeedChannels.Numbered((int)(((long)client * command.ChannelsPerClient) + i) % command.Channels));
        return ClientFrames.OfText($$"""{"type":"subscribe","channels":[{{string.Join(',', channels.Select(channel => $"\"{channel}\""))}}]}""");
    }

    /// <summary>The frame that goes on after what an earlier session of the busy channel was confirmed with; from the present if that said nothing of it.</summary>
    public static byte[] Resuming(string confirmation)
    {
        if (confirmation.Length > 0)
        {
            using var json = JsonDocument.Parse(confirmation);
            if (json.RootElement.TryGetProperty("epoch", out var epoch))
            {
                var sequence = json.RootElement.GetProperty("channels")[0].GetProperty("sequence").GetInt64();
                var resume = new { epoch = epoch.GetString(), sequences = new Dictionary<string, long> { [FeedChannels.Busy] = sequence } };
                return ClientFrames.OfText(JsonSerializer.Serialize(new { type = "subscribe", channels = new[] { FeedChannels.Busy }, resume }));
            }
        }

        return ClientFrames.OfText($$"""{"type":"subscribe","channels":["{{FeedChannels.Busy}}","{{FeedChannels.Quiet}}"]}""");
    }
}
