using System.IO.Compression;

namespace Attune.Realtime.Compression;

/// <summary>Compresses the content of one WebSocket message without context from earlier ones (RFC 7692, 7.2.1).</summary>
internal static class Deflater
{
    /// <summary>The end of a flushed block, which the protocol leaves out.</summary>
    private const int TrailerLength = 4;

    /// <summary>Compresses after a gap that the caller fills.</summary>
    /// <returns>A buffer that begins with <paramref name="reserve"/> unset bytes.</returns>
    public static ArraySegment<byte> Compress(ReadOnlySpan<byte> content, int reserve)
    {
        var output = new MemoryStream(reserve + (content.Length / 2) + 64);
        output.SetLength(reserve);
        output.Position = reserve;
        using var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(content);
        deflate.Flush();

        // Taken before the stream is closed, which would append a last block.
        return new ArraySegment<byte>(output.GetBuffer(), 0, (int)output.Length - TrailerLength);
    }
}
