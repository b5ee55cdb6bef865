using System.Runtime.CompilerServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>A list that grows by chunks: no copy of large arrays, and its memory goes back to a pool. A short list takes a short array.</summary>
internal sealed class ChunkList<T>(ChunkPool<T> pool)
{
    private const int SmallestChunk = 8;
    private readonly int _shift = pool.Shift;
    private readonly int _mask = (1 << pool.Shift) - 1;
    private T[][] _chunks = new T[1][];
    private int _capacity;

    public int Count { get; private set; }

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _chunks[index >> _shift][index & _mask];
    }

    public ref T Add()
    {
        if (Count == _capacity)
        {
            Grow();
        }

        return ref this[Count++];
    }

    public void RemoveLast() => this[--Count] = default!;

    /// <summary>Empties the list. Its items are let go; the first chunk stays with it unless it was hardly used.</summary>
    public void Clear()
    {
        if (Count == 0)
        {
            return;
        }

        var chunkSize = _mask + 1;
        for (var first = 0; first < Count; first += chunkSize)
        {
            Array.Clear(_chunks[first >> _shift], 0, Math.Min(chunkSize, Count - first));
        }

        var kept = Count > chunkSize / 8 ? 1 : 0;
        for (var i = (_capacity >> _shift) - 1; i >= kept; i--)
        {
            pool.Return(_chunks[i]);
            _chunks[i] = null!;
            _capacity -= chunkSize;
        }

        Count = 0;
    }

    private void Grow()
    {
        var chunkSize = _mask + 1;
        if (_capacity < chunkSize)
        {
            var larger = _capacity == 0 ? Math.Min(SmallestChunk, chunkSize) : Math.Min(_capacity * 4, chunkSize);
            var chunk = larger == chunkSize ? pool.Rent() : new T[larger];
            _chunks[0]?.AsSpan(0, Count).CopyTo(chunk);
            _chunks[0] = chunk;
            _capacity = larger;
            return;
        }

        var next = _capacity >> _shift;
        if (next == _chunks.Length)
        {
            Array.Resize(ref _chunks, next * 2);
        }

        _chunks[next] = pool.Rent();
        _capacity += chunkSize;
    }
}
