namespace Attune.Streaming.Windows.Operators;

/// <summary>What tables with linear probing share.</summary>
internal static class KeySlots
{
    /// <summary>Frees a slot and moves those behind it up, so that no probe ends too early.</summary>
    public static void Close(ulong[] slots, int hole, int shift)
    {
        var mask = slots.Length - 1;
        for (var next = (hole + 1) & mask; slots[next] != 0; next = (next + 1) & mask)
        {
            var home = (int)((uint)(slots[next] >> 32) >> shift);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                slots[hole] = slots[next];
                hole = next;
            }
        }

        slots[hole] = 0;
    }
}
