using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>Conversions of <see cref="Stopwatch"/> timestamps.</summary>
internal static class Clock
{
    private static readonly double SecondsPerTick = 1.0 / Stopwatch.Frequency;

    public static double Seconds(long ticks) => ticks * SecondsPerTick;

    public static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    public static long Ticks(TimeSpan time) => Ticks(time.TotalSeconds);
}
