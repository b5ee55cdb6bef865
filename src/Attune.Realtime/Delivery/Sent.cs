using System.Buffers;

namespace Attune.Realtime.Delivery;

/// <summary>What one send carried, for the meters: when its messages were published, and its bytes.</summary>
internal sealed class Sent : IDisposable
{
    private long[] _published = ArrayPool<long>.Shared.Rent(16);

    /// <summary>Messages.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that plain frames would have.</summary>
    public long PlainBytes { get; set; }

    /// <summary>Bytes that were sent.</summary>
    public long Bytes { get; set; }

    /// <summary>Timestamps of the messages' publication.</summary>
    public ReadOnlySpan<long> Published => _published.AsSpan(0, Count);

    public void Add(long published)
    {
        if (Count == _published.Length)
        {
            var larger = ArrayPool<long>.Shared.Rent(Count * 2);
            Published.CopyTo(larger);
            ArrayPool<long>.Shared.Return(_published);
            _published = larger;
        }

        _published[Count++] = published;
    }

    public void Clear() => (Count, PlainBytes, Bytes) = (0, 0, 0);

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_published);
        _published = [];
        Count = 0;
    }
}
