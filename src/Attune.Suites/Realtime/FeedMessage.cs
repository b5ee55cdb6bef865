using System.Buffers.Text;
using Attune.Realtime;

namespace Attune.Suites.Realtime;

/// <summary>Numbered messages of the usual form, about 500 bytes long.</summary>
internal static class FeedMessage
{
    private static readonly string Padding = new('x', 400);

    public static ReadOnlyMemory<byte> Make(int number) => RealtimeMessage.Data(RealtimeChannels.Flows, DateTimeOffset.UnixEpoch, json =>
    {
        json.WriteNumberValue(number);
        json.WriteStringValue(Padding);
    });

    /// <summary>The number of a message.</summary>
    /// <exception cref="InvalidOperationException">It is none of these messages.</exception>
    public static int Read(ReadOnlySpan<byte> message)
    {
        var begin = message.IndexOf((byte)'[') + 1;
        return begin > 0 && Utf8Parser.TryParse(message[begin..], out int number, out _) ? number : throw new InvalidOperationException("A message that was not sent.");
    }
}
