using System.Net;
using System.Net.Sockets;
using System.Text;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>The opening of a WebSocket on loopback.</summary>
/// <param name="Leftover">Bytes that came after the answer's head; they lie at the start of the buffer.</param>
/// <param name="Deflate">Whether permessage-deflate was agreed on.</param>
/// <param name="Takeover">Whether the server compresses a message with what it learned from earlier ones.</param>
internal readonly record struct ClientHandshake(int Leftover, bool Deflate, bool Takeover)
{
    public static async Task<ClientHandshake> OpenAsync(Socket socket, ListenerCommand command, byte[] buffer, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(IPAddress.Loopback, command.Port, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request(command)), cancellationToken);
        var filled = 0;
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = filled < buffer.Length ? await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken) : 0;
            filled = read > 0 ? filled + read : throw new IOException("The server closed before it answered.");
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end);
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new IOException($"The server answered {head.Split('\r')[0]}.");
        }

        var leftover = filled - end - 4;
        buffer.AsSpan(end + 4, leftover).CopyTo(buffer);
        return new ClientHandshake(
            leftover, head.Contains("permessage-deflate", StringComparison.OrdinalIgnoreCase), !head.Contains("server_no_context_takeover", StringComparison.OrdinalIgnoreCase));
    }

    private static string Request(ListenerCommand command)
    {
        // The offer is that of browsers.
        var lines = new List<string>
        {
            $"GET {(command.Kind == FeedKind.Attune ? "/ws" : "/feed")} HTTP/1.1", $"Host: 127.0.0.1:{command.Port}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
        };
        if (command.Kind == FeedKind.Attune)
        {
            lines.Add("Sec-WebSocket-Protocol: attune.v1");
        }

        if (command.Deflate)
        {
            lines.Add("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        }

        return string.Join("\r\n", lines) + "\r\n\r\n";
    }
}
