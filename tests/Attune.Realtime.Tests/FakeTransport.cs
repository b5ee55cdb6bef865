using System.IO.Compression;
using System.Text.Json;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests;

/// <summary>A client that takes what it is sent, until a test says that it does not.</summary>
/// <param name="goesOnAtOnce">Whether a send that waited goes on within <see cref="Resume"/> and <see cref="Allow"/>, on the same thread.</param>
internal sealed class FakeTransport(bool goesOnAtOnce = false) : FrameTransport
{
    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];
    private TaskCompletionSource? _waiting;
    private long _credit = long.MaxValue;

    public bool Aborted { get; private set; }

    /// <summary>Frames that went out whole.</summary>
    public IReadOnlyList<(byte Opcode, bool Compressed, byte[] Payload)> Frames
    {
        get
        {
            lock (_gate)
            {
                return Split([.. _bytes]);
            }
        }
    }

    /// <summary>Text messages as JSON, batches taken apart.</summary>
    public IReadOnlyList<JsonElement> Messages => [.. Frames.Where(frame => frame.Opcode == WebSocketFrames.TextOpcode).SelectMany(frame => TakeApart(Text(frame)))];

    /// <summary>Messages of one type.</summary>
    public IReadOnlyList<JsonElement> Of(string type) => [.. Messages.Where(message => message.GetProperty("type").GetString() == type)];

    /// <summary>Sequences of the data that came on a channel.</summary>
    public IReadOnlyList<long> Sequences(string channel = "flows") =>
        [.. Of("data").Where(message => message.GetProperty("channel").GetString() == channel).Select(message => message.GetProperty("sequence").GetInt64())];

    /// <summary>The code of the close frame; null without one.</summary>
    public int? CloseCode => Frames.Where(frame => frame.Opcode == WebSocketFrames.CloseOpcode).Select(frame => (int?)((frame.Payload[0] << 8) | frame.Payload[1])).FirstOrDefault();

    /// <summary>True while something waits for this client to take it.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting is not null;
            }
        }
    }

    /// <summary>Bytes that were taken.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _bytes.Count;
            }
        }
    }

    /// <summary>Takes so many more bytes.</summary>
    public void Allow(long bytes)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _credit += bytes;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }

    /// <summary>Takes only so many more bytes.</summary>
    public void Stall(long credit = 0)
    {
        lock (_gate)
        {
            _credit = credit;
        }
    }

    /// <summary>Takes everything again.</summary>
    public void Resume()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _credit = long.MaxValue;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }

    public override int TrySend(ReadOnlySpan<byte> frames)
    {
        lock (_gate)
        {
            if (Aborted)
            {
                throw new IOException("The connection is closed.");
            }

            var taken = (int)Math.Min(_credit, frames.Length);
            _bytes.AddRange(frames[..taken]);
            _credit -= _credit == long.MaxValue ? 0 : taken;
            return taken;
        }
    }

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        while (true)
        {
            frames = frames[TrySend(frames.Span)..];
            if (frames.IsEmpty)
            {
                return;
            }

            Task waiting;
            lock (_gate)
            {
                waiting = _credit > 0 ? Task.CompletedTask : (_waiting ??= new TaskCompletionSource(goesOnAtOnce ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await waiting;
        }
    }

    public override void Abort()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            Aborted = true;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }

    private static JsonElement Text((byte Opcode, bool Compressed, byte[] Payload) frame)
    {
        if (!frame.Compressed)
        {
            return JsonDocument.Parse(frame.Payload).RootElement;
        }

        using var inflate = new DeflateStream(new MemoryStream([.. frame.Payload, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var text = new MemoryStream();
        inflate.CopyTo(text);
        return JsonDocument.Parse(text.ToArray()).RootElement;
    }

    private static JsonElement[] TakeApart(JsonElement message) =>
        message.GetProperty("type").GetString() == "batch" ? [.. message.GetProperty("messages").EnumerateArray()] : [message];

    private static List<(byte Opcode, bool Compressed, byte[] Payload)> Split(byte[] bytes)
    {
        var frames = new List<(byte, bool, byte[])>();
        for (var at = 0; at + 2 <= bytes.Length;)
        {
            var header = bytes[at + 1] switch { 126 => 4, 127 => 10, _ => 2 };
            if (at + header > bytes.Length)
            {
                break;
            }

            var length = header switch
            {
                2 => bytes[at + 1],
                4 => (bytes[at + 2] << 8) | bytes[at + 3],
                _ => (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 2)),
            };
            if (at + header + length > bytes.Length)
            {
                break;
            }

            frames.Add(((byte)(bytes[at] & 0x0F), (bytes[at] & 0x40) != 0, bytes[(at + header)..(at + header + length)]));
            at += header + length;
        }

        return frames;
    }
}
