using System.IO.Compression;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>Inflates the messages of one connection (RFC 7692).</summary>
/// <param name="takeover">Whether a message may refer to earlier ones.</param>
internal sealed class MessageInflater(bool takeover) : IDisposable
{
    private static readonly byte[] Tail = [0, 0, 0xff, 0xff];

    private readonly MemoryStream _source = new();
    private DeflateStream? _inflater;
    private byte[] _plain = new byte[16 << 10];

    /// <summary>The message; valid until the next one.</summary>
    public ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> deflated)
    {
        if (!takeover)
        {
            Dispose();
        }

        _source.SetLength(0);
        _source.Write(deflated);
        _source.Write(Tail);
        _source.Position = 0;
        _inflater ??= new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        var length = 0;
        for (int read; (read = _inflater.Read(_plain, length, _plain.Length - length)) > 0;)
        {
            length += read;
            if (length == _plain.Length)
            {
                Array.Resize(ref _plain, 2 * length);
            }
        }

        return _plain.AsSpan(0, length);
    }

    public void Dispose()
    {
        _inflater?.Dispose();
        _inflater = null;
    }
}
