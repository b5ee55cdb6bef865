using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Windows of one size that begin at regular distances. A window is known by its start in UTC ticks, which may lie outside of <see cref="DateTime"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowGrid(long Size, long Slide, long Offset)
{
    /// <summary>Last tick that a <see cref="DateTime"/> can say; ends of windows and of their lateness stop there.</summary>
    public const long MaxTicks = 3_155_378_975_999_999_999;

    /// <summary>Windows that an event lies in.</summary>
    public int Overlap => checked((int)(Size / Slide));

    /// <summary>Start of the last window that holds <paramref name="ticks"/>.</summary>
    public long LastStart(long ticks)
    {
        var distance = (ticks - DateTime.UnixEpoch.Ticks - Offset) % Slide;
        return ticks - (distance < 0 ? distance + Slide : distance);
    }

    /// <summary>End of the window, at most <see cref="MaxTicks"/>.</summary>
    public long End(long start) => Saturated(start, Size);

    /// <summary>First instant that the next window holds, too; <see cref="MaxTicks"/> + 1 if there is none.</summary>
    public long Next(long start) => start > MaxTicks - Slide ? MaxTicks + 1 : start + Slide;

    /// <summary>The window as users see it: cut off at the edges of <see cref="DateTime"/>.</summary>
    public TimeWindow WindowAt(long start) => Window(start, End(start));

    public static TimeWindow Window(long start, long end) =>
        new(new DateTime(Math.Max(start, 0), DateTimeKind.Utc), new DateTime(Math.Min(end, MaxTicks), DateTimeKind.Utc));

    /// <summary>An instant moved on by a duration that is not negative, at most <see cref="MaxTicks"/>.</summary>
    public static long Saturated(long instant, long duration) => instant > MaxTicks - duration ? MaxTicks : instant + duration;
}
