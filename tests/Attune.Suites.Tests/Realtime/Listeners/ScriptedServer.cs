using System.Net;
using System.Net.Sockets;
using System.Text;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;

namespace Attune.Suites.Tests.Realtime.Listeners;

/// <summary>A server that answers the opening of one WebSocket and then sends what a test tells it to.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _socket;

    public ScriptedServer() => _listener.Start();

    public ListenerCommand Command => new(ListenerCommand.Connect) { Kind = FeedKind.Attune, Port = ((IPEndPoint)_listener.LocalEndpoint).Port };

    /// <summary>Answers one opening.</summary>
    public async Task AcceptAsync(string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    {
        _socket = await _listener.AcceptSocketAsync();
        var buffer = new byte[4096];
        var filled = 0;
        while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0)
        {
            filled += await _socket.ReceiveAsync(buffer.AsMemory(filled));
        }

        await SendAsync(Encoding.ASCII.GetBytes(answer));
    }

    public async Task SendAsync(params byte[] bytes) => await _socket!.SendAsync(bytes);

    /// <summary>The next bytes of the client.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        var buffer = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = await _socket!.ReceiveAsync(buffer.AsMemory(filled));
            filled += read > 0 ? read : throw new IOException("The client has closed.");
        }

        return buffer;
    }

    /// <summary>A frame as servers send it, unmasked.</summary>
    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool last = true)
    {
        byte[] header = payload.Length <= 125 ? [(byte)payload.Length] : payload.Length <= ushort.MaxValue ? [126, (byte)(payload.Length >> 8), (byte)payload.Length]
            : [127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length];
        return [(byte)((last ? 0x80 : 0) | opcode), .. header, .. payload];
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }
}
