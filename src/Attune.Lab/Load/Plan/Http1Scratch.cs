using System.Buffers;

namespace Attune.Lab.Load;

/// <summary>Memory in which one worker writes requests.</summary>
internal sealed class Http1Scratch
{
    public ArrayBufferWriter<byte> Message { get; } = new(1024);

    public ArrayBufferWriter<byte> Body { get; } = new(1024);
}
