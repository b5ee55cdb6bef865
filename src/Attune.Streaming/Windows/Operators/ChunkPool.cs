namespace Attune.Streaming.Windows.Operators;

/// <summary>Full chunks of closed windows, kept for the next ones: never more than were in use at once of late.</summary>
internal sealed class ChunkPool<T>
{
    private const int BytesPerChunk = 64 * 1024;
    private readonly Stack<T[]> _free = new();
    private PoolSize _size;

    public ChunkPool()
    {
        var items = Math.Clamp(BytesPerChunk / System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), 16, 4096);
        Shift = System.Numerics.BitOperations.Log2((uint)items);
    }

    /// <summary>Logarithm to base 2 of the number of items in a chunk.</summary>
    public int Shift { get; }

    public T[] Rent()
    {
        _size.Rented();
        return _free.TryPop(out var chunk) ? chunk : new T[1 << Shift];
    }

    public void Return(T[] chunk)
    {
        if (_size.Returned(_free.Count))
        {
            _free.Push(chunk);
        }
    }
}
