namespace Attune.Suites.Streaming.Nexmark;

/// <summary>Random numbers that depend only on a seed and an event's index (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal struct EventDice(ulong seed, long index)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    // Neighbouring indices must not walk through the same states, so the index is mixed before it is a state.
    private ulong _state = Mix(seed + (Step * ((ulong)index + 1)));

    /// <summary>Uniform in [0, <paramref name="bound"/>).</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Uniform in [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1L << 53));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ulong Next() => Mix(_state += Step);
}
