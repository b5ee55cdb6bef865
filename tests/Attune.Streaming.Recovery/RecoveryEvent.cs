using System.Runtime.InteropServices;

namespace Attune.Streaming.Recovery;

/// <summary>An event that is made from its number: one each millisecond, up to 600 ms out of order, one in 50 up to 3 s.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecoveryEvent(int Key, long Value, DateTime Time)
{
    public const int Keys = 50;

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static RecoveryEvent Of(long number)
    {
        var bits = Mix((ulong)number);
        var back = bits % 50 == 0 ? (bits >> 8) % 3000 : (bits >> 8) % 600;
        return new RecoveryEvent((int)((bits >> 32) % Keys), (long)((bits >> 48) % 1000), Start.AddMilliseconds(number - (long)back + 3000));
    }

    /// <summary>The finisher of SplitMix64.</summary>
    private static ulong Mix(ulong number)
    {
        var bits = (number + 1) * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
