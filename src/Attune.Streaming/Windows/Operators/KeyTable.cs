using System.Numerics;
using System.Runtime.CompilerServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Keys, each with a state: those of one window, in order of their arrival, or those of a whole operator, which come and go.</summary>
/// <remarks>
/// Open addressing with linear probing. A slot holds the hash and the entry's number, so a probe that meets another key seldom touches an
/// entry, and growing never does. At most 3 of 4 slots are used: 8 to 21 bytes for each key beside the entry itself.
/// </remarks>
internal sealed class KeyTable<TKey, TState>(ChunkPool<TableEntry<TKey, TState>> pool)
    where TKey : notnull
{
    private const int SmallestSize = 16;

    // High half: hash of the key. Low half: number of the entry + 1; 0 is free.
    private ulong[] _slots = new ulong[SmallestSize];
    private int _shift = 32 - BitOperations.Log2(SmallestSize);
    private int _limit = SmallestSize / 4 * 3;
    private Stack<int>? _free;

    /// <summary>The entries by number.</summary>
    public ChunkList<TableEntry<TKey, TState>> Entries { get; } = new(pool);

    public int Count { get; private set; }

    /// <summary>The entry's number; -1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(TKey key, uint hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var position = (int)(hash >> _shift); ; position++)
        {
            var slot = slots[position & mask];
            if ((uint)(slot >> 32) == hash && (int)slot != 0 && KeyHash.AreEqual(Entries[(int)slot - 1].Key, key))
            {
                return (int)slot - 1;
            }

            if (slot == 0)
            {
                return -1;
            }
        }
    }

    /// <summary>Adds a key that is not there; its state is the default one.</summary>
    public int Add(TKey key, uint hash)
    {
        if (Count == _limit)
        {
            Resize(_slots.Length * 2);
        }

        if (_free is null || !_free.TryPop(out var number))
        {
            number = Entries.Count;
            Entries.Add();
        }

        Entries[number].Key = key;
        Place(hash, number + 1);
        Count++;
        return number;
    }

    /// <summary>Takes the newest entry back. Nothing else may have been removed.</summary>
    public void RemoveLast(uint hash)
    {
        FreeSlot(hash, Entries.Count);
        Entries.RemoveLast();
        Count--;
    }

    /// <summary>Takes any entry out; its number is given to another key.</summary>
    public void Remove(int number, uint hash)
    {
        FreeSlot(hash, number + 1);
        Entries[number] = default;
        (_free ??= new Stack<int>()).Push(number);
        if (--Count == 0)
        {
            Clear();
        }
    }

    /// <summary>Empties the table. Slots that were mostly unused are let go.</summary>
    public void Clear()
    {
        if (_slots.Length > SmallestSize && Entries.Count < _limit / 4)
        {
            _slots = new ulong[_slots.Length / 2];
            SetSize();
        }
        else
        {
            Array.Clear(_slots);
        }

        Entries.Clear();
        _free?.Clear();
        Count = 0;
    }

    private void FreeSlot(uint hash, int number)
    {
        var mask = _slots.Length - 1;
        var wanted = ((ulong)hash << 32) | (uint)number;
        var hole = (int)(hash >> _shift);
        while (_slots[hole & mask] != wanted)
        {
            hole++;
        }

        KeySlots.Close(_slots, hole & mask, _shift);
    }

    private void Place(uint hash, int number)
    {
        var mask = _slots.Length - 1;
        var position = (int)(hash >> _shift);
        while (_slots[position & mask] != 0)
        {
            position++;
        }

        _slots[position & mask] = ((ulong)hash << 32) | (uint)number;
    }

    private void Resize(int size)
    {
        var old = _slots;
        _slots = new ulong[size];
        SetSize();
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                Place((uint)(slot >> 32), (int)slot);
            }
        }
    }

    private void SetSize()
    {
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        _limit = _slots.Length / 4 * 3;
    }
}
