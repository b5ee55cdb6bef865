namespace Attune.Lab.Load;

/// <summary>Random numbers of one request: a function of the seed and the request's number, whatever thread or order it is sent in.</summary>
/// <remarks>SplitMix64 by Steele, Lea and Flood (OOPSLA 2014): a counter run through a mixing function.</remarks>
internal struct RequestRandom(int seed, long sequence)
{
    private ulong _state = Mix((ulong)(uint)seed * 0x9E3779B97F4A7C15) + (ulong)sequence * 0xD1342543DE82EF95;

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public long Between(long minimum, long maximum) => minimum + (long)Math.BigMul(Next(), (ulong)(maximum - minimum) + 1, out _);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
