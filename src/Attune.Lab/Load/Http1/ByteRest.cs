namespace Attune.Lab.Load;

/// <summary>Bytes kept for later; empty most of the time, so it takes memory only once it is used.</summary>
internal sealed class ByteRest
{
    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Length);

    public void Clear() => (_start, _end) = (0, 0);

    public void Set(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length < bytes.Length)
        {
            _bytes = new byte[bytes.Length];
        }

        bytes.CopyTo(_bytes);
        (_start, _end) = (0, bytes.Length);
    }

    /// <summary>Drops bytes at the front.</summary>
    public void Skip(int count) => _start += count;
}
