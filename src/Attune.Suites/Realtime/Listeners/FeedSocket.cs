using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>
/// A WebSocket client that costs next to nothing: one receive at a time into its own buffer, completed on the thread that polls the sockets, and a parser of
/// the few frames that servers send. The same for every server.
/// </summary>
internal sealed class FeedSocket : IDisposable
{
    private const int SlowReceiveBuffer = 4096;
    private const int EthernetSegment = 1460;
    private const int TcpLevel = 6;
    private const int TcpMaxSegment = 2;
    private const ushort TryAgainLater = 1013;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketAsyncEventArgs _receiving = new(true);
    private readonly MessageTally _tally;
    private readonly bool _reads;
    private byte[] _buffer;
    private int _filled;
    private ArrayBufferWriter<byte>? _parts;
    private byte _firstOfParts;
    private MessageInflater? _inflater;
    private long _wireBytes;
    private long _plainBytes;
    private volatile bool _stopped;
    private volatile bool _closed;
    private int _parked;

    private FeedSocket(MessageTally tally, bool reads, int buffer, bool slow)
    {
        (_tally, _reads, _buffer, _stopped) = (tally, reads, new byte[buffer], slow);
        _receiving.Completed += (_, _) => OnReceived();
        if (slow)
        {
            // As over Ethernet: on loopback the kernel would hold megabytes for a client that does not read.
            _socket.ReceiveBufferSize = SlowReceiveBuffer;
            _socket.SetRawSocketOption(TcpLevel, TcpMaxSegment, BitConverter.GetBytes(EthernetSegment));
        }
    }

    /// <summary>What it received.</summary>
    public MessageTally Tally => _tally;

    /// <summary>Whether it looks into messages.</summary>
    public bool Reads => _reads;

    /// <summary>What the server confirmed the subscription with.</summary>
    public string Confirmation { get; private set; } = "";

    /// <summary>Whether permessage-deflate was agreed on.</summary>
    public bool Deflate { get; private set; }

    public long WireBytes => Volatile.Read(ref _wireBytes);

    public long PlainBytes => Volatile.Read(ref _plainBytes);

    /// <summary>Whether the connection has ended.</summary>
    public bool IsClosed => _closed;

    /// <summary>The code that the server closed with; 0 without.</summary>
    public ushort CloseCode { get; private set; }

    /// <summary>Whether the server closed because the client was too slow.</summary>
    public bool ClosedAsSlow => CloseCode == TryAgainLater;

    /// <summary>Connects and subscribes; the server has confirmed it when this returns.</summary>
    /// <param name="command">Where to, and with what offers.</param>
    /// <param name="subscription">What to send.</param>
    /// <param name="tally">Takes the messages.</param>
    /// <param name="reads">Whether to look into messages; else they are only received.</param>
    /// <param name="buffer">Bytes of the receive buffer, which grows with larger frames.</param>
    /// <param name="stalls">Whether to stop reading after the confirmation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FeedSocket> ConnectAsync(
        ListenerCommand command, byte[] subscription, MessageTally tally, bool reads, int buffer, bool stalls, CancellationToken cancellationToken)
    {
        var client = new FeedSocket(tally, reads, buffer, stalls);
        try
        {
            var opened = await ClientHandshake.OpenAsync(client._socket, command, client._buffer, cancellationToken);
            (client.Deflate, client._filled) = (opened.Deflate, opened.Leftover);
            client._inflater = opened.Deflate && reads ? new MessageInflater(opened.Takeover) : null;
            client.Parse();
            client.Receive();
            await client.SendAsync(subscription, cancellationToken);
            await client._confirmed.Task.WaitAsync(cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a frame.</summary>
    public async Task SendAsync(byte[] frame, CancellationToken cancellationToken) => await _socket.SendAsync(frame, cancellationToken);

    /// <summary>Stops reading: what comes stays in the kernel's buffers.</summary>
    public void Stall() => _stopped = true;

    /// <summary>Reads again.</summary>
    public void Resume()
    {
        _stopped = false;
        if (Interlocked.Exchange(ref _parked, 0) == 1)
        {
            Receive();
        }
    }

    /// <summary>Forgets what was received. Nothing may be under way.</summary>
    public void Reset()
    {
        _tally.Reset();
        (_wireBytes, _plainBytes) = (0, 0);
    }

    /// <summary>Cuts the connection, without the state in which the kernel keeps the port for a minute.</summary>
    public void Dispose()
    {
        _closed = true;
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    private void OnReceived()
    {
        if (Took())
        {
            Receive();
        }
    }

    private void Receive()
    {
        try
        {
            do
            {
                if (_stopped && _confirmed.Task.IsCompleted)
                {
                    Interlocked.Exchange(ref _parked, 1);
                    if (_stopped || Interlocked.Exchange(ref _parked, 0) == 0)
                    {
                        return;
                    }
                }

                _receiving.SetBuffer(_buffer, _filled, _buffer.Length - _filled);
            }
            while (!_socket.ReceiveAsync(_receiving) && Took());
        }
        catch (ObjectDisposedException)
        {
            End();
        }
    }

    private bool Took()
    {
        if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0)
        {
            End();
            return false;
        }

        _filled += _receiving.BytesTransferred;
        try
        {
            Parse();
            return !_closed;
        }
        catch (Exception error) when (error is FormatException or IOException or InvalidDataException or SocketException or ObjectDisposedException)
        {
            _confirmed.TrySetException(error);
            End();
            return false;
        }
    }

    private void End()
    {
        _closed = true;
        _confirmed.TrySetException(new IOException($"The server closed before it confirmed the subscription ({_receiving.SocketError}, code {CloseCode})."));
    }

    private void Parse()
    {
        var now = Stopwatch.GetTimestamp();
        var rest = _buffer.AsSpan(0, _filled);
        var needed = 0L;
        while (rest.Length >= 2)
        {
            var (header, length) = (rest[1] & 0x7f) switch { 126 => (4, -1L), 127 => (10, -2L), var small => (2, small) };
            if (rest.Length < header)
            {
                break;
            }

            length = length switch { -1 => BinaryPrimitives.ReadUInt16BigEndian(rest[2..]), -2 => BinaryPrimitives.ReadInt64BigEndian(rest[2..]), _ => length };
            if (rest.Length < header + length)
            {
                needed = header + length;
                break;
            }

            Assemble(rest[0], rest.Slice(header, (int)length), now);
            rest = rest[(header + (int)length)..];
        }

        rest.CopyTo(_buffer);
        _filled = rest.Length;
        if (needed > _buffer.Length || _filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(needed, 2L * _buffer.Length));
        }
    }

    /// <summary>Servers may send a message in several frames: SignalR does where its buffers end.</summary>
    private void Assemble(byte first, ReadOnlySpan<byte> payload, long now)
    {
        var (last, opcode) = ((first & 0x80) != 0, first & 0x0f);
        if (opcode >= 8 || (last && opcode != 0))
        {
            Take(first, payload, now);
            return;
        }

        if (opcode != 0)
        {
            (_firstOfParts, _parts) = (first, new ArrayBufferWriter<byte>(2 * payload.Length));
        }

        (_parts ?? throw new FormatException("A part of no message.")).Write(payload);
        if (last)
        {
            Take(_firstOfParts, _parts.WrittenSpan, now);
            _parts = null;
        }
    }

    private void Take(byte first, ReadOnlySpan<byte> payload, long now)
    {
        switch (first & 0x0f)
        {
            case 1 when !_confirmed.Task.IsCompleted:
                Confirm((first & 0x40) != 0 ? _inflater is null ? "\"subscribed\""u8 : _inflater.Inflate(payload) : payload);
                break;
            case 1 when _reads:
                var plain = (first & 0x40) != 0 ? _inflater!.Inflate(payload) : payload;
                _tally.Take(plain, now);
                _wireBytes += payload.Length;
                _plainBytes += plain.Length;
                break;
            case 8:
                CloseCode = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : (ushort)0;
                _closed = true;
                _socket.Send(ClientFrames.Frame(ClientFrames.Close, payload));
                _confirmed.TrySetException(new IOException($"The server closed with code {CloseCode}."));
                break;
            case 9:
                _socket.Send(ClientFrames.Frame(ClientFrames.Pong, payload));
                break;
        }
    }

    private void Confirm(ReadOnlySpan<byte> message)
    {
        // Attune and ws say so in words; SignalR completes the call that subscribed with a message of type 3.
        if (message.IndexOf("\"subscribed\""u8) >= 0 || (message.IndexOf("\"type\":3"u8) >= 0 && message.IndexOf("\"error\""u8) < 0))
        {
            Confirmation = Encoding.UTF8.GetString(message);
            _confirmed.TrySetResult();
        }
        else if (message.IndexOf("\"error\""u8) >= 0)
        {
            throw new IOException($"The server answered {Encoding.UTF8.GetString(message)}.");
        }
    }
}
