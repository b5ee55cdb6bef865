using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Attune.Testing;

namespace Attune.Realtime.Tests.Wire;

/// <summary>A WebSocket client that does what a test says, right or wrong; every wait is bounded.</summary>
internal sealed class RawWebSocket : IDisposable
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly TcpClient _tcp;

    private RawWebSocket(TcpClient tcp, Stream network) => (_tcp, Network) = (tcp, network);

    public Stream Network { get; }

    public Socket Socket => _tcp.Client;

    /// <summary>The answer to the handshake.</summary>
    public HttpAnswer Answer { get; private set; } = null!;

    /// <summary>Headers of a good handshake.</summary>
    public static Dictionary<string, string> Headers(Uri address) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = address.Authority,
        ["Connection"] = "keep-alive, Upgrade",
        ["Upgrade"] = "WebSocket",
        ["Sec-WebSocket-Version"] = "13",
        ["Sec-WebSocket-Key"] = Key,
    };

    /// <summary>Connects without a word.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="receiveBuffer">Size of the receive buffer in bytes; small for a client that is soon full.</param>
    public static async Task<RawWebSocket> DialAsync(Uri address, int? receiveBuffer = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            tcp.ReceiveBufferSize = size;
        }

        await tcp.ConnectAsync(address.Host, address.Port).WaitAsync(Eventually.Bound);
        if (address.Scheme != "wss")
        {
            return new RawWebSocket(tcp, tcp.GetStream());
        }

#pragma warning disable CA5359 // The certificate is made for the test.
        var secure = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await secure.AuthenticateAsClientAsync(address.Host).WaitAsync(Eventually.Bound);
        return new RawWebSocket(tcp, secure);
    }

    /// <summary>Connects and asks for a WebSocket; headers that are given replace those of a good handshake, a null removes one.</summary>
    public static async Task<RawWebSocket> AskAsync(Uri address, string method = "GET", int? receiveBuffer = null, params (string Name, string? Value)[] headers)
    {
        var all = Headers(address);
        foreach (var (name, value) in headers)
        {
            all.Remove(name);
            if (value is not null)
            {
                all[name] = value;
            }
        }

        var client = await DialAsync(address, receiveBuffer);
        var request = $"{method} {address.AbsolutePath} HTTP/1.1\r\n{string.Concat(all.Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n";
        await client.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Answer = await HttpAnswer.ReadAsync(client.Network).WaitAsync(Eventually.Bound);
        return client;
    }

    /// <summary>Connects and opens a WebSocket.</summary>
    public static async Task<RawWebSocket> OpenAsync(Uri address, bool compression = false, int? receiveBuffer = null)
    {
        var client = await AskAsync(address, receiveBuffer: receiveBuffer, headers: [("Sec-WebSocket-Extensions", compression ? "permessage-deflate" : null)]);
        client.Answer.Status.ShouldBe(101);
        return client;
    }

    public Task WriteAsync(byte[] bytes) => Network.WriteAsync(bytes).AsTask().WaitAsync(Eventually.Bound);

    public Task SendAsync(params RawFrame[] frames) => WriteAsync([.. frames.SelectMany(frame => frame.ToBytes())]);

    /// <summary>The next frame; null at the end, however it came.</summary>
    public async Task<RawFrame?> ReadFrameAsync()
    {
        var header = new byte[2];
        if (!await FillAsync(header))
        {
            return null;
        }

        (header[1] & 0x80).ShouldBe(0, "A server does not mask.");
        long length = header[1];
        if (length >= 126)
        {
            var extended = new byte[8];
            (await FillAsync(extended.AsMemory(length == 126 ? 6 : 0))).ShouldBeTrue();
            length = BinaryPrimitives.ReadInt64BigEndian(extended);
        }

        var payload = new byte[length];
        (await FillAsync(payload)).ShouldBeTrue();
        return new RawFrame(header[0] & 0x0F, payload, (header[0] & 0x80) != 0, (header[0] >> 4) & 7);
    }

    /// <summary>The next frame, which is a whole text.</summary>
    public async Task<string> ReadTextAsync()
    {
        var frame = (await ReadFrameAsync()).ShouldNotBeNull();
        frame.Final.ShouldBeTrue();
        frame.Opcode.ShouldBe(1);
        return Encoding.UTF8.GetString(frame.Reserved == RawFrame.Rsv1 ? RawFrame.Inflate(frame.Payload) : frame.Payload);
    }

    /// <summary>The code of the next frame, which is a close.</summary>
    public async Task<int> ReadCloseAsync()
    {
        var frame = (await ReadFrameAsync()).ShouldNotBeNull();
        frame.Opcode.ShouldBe(8);
        return BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
    }

    /// <summary>The code with which the server closes, and after that nothing but the end.</summary>
    public async Task<int> ReadCloseAndEndAsync()
    {
        var code = await ReadCloseAsync();
        HalfClose();
        (await ReadFrameAsync()).ShouldBeNull();
        return code;
    }

    public void Dispose()
    {
        Network.Dispose();
        _tcp.Dispose();
    }

    /// <summary>Says that nothing more will come.</summary>
    public void HalfClose()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    /// <summary>Vanishes with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Dispose();
    }

    private async Task<bool> FillAsync(Memory<byte> buffer)
    {
        try
        {
            return await Network.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).AsTask().WaitAsync(Eventually.Bound) == buffer.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
