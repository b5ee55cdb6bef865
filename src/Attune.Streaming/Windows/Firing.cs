using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows;

/// <summary>How often something fires.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Firing
{
    private Firing(int count, TimeSpan interval) => (Count, Interval) = (count, interval);

    /// <summary>It does not.</summary>
    public static Firing Never => default;

    /// <summary>Events of a key and window since the last pane, after which it fires; 0 if they do not matter.</summary>
    public int Count { get; }

    /// <summary>Processing time since the first event after the last pane, after which it fires; 0 if it does not matter.</summary>
    public TimeSpan Interval { get; }

    /// <summary>True if it never fires.</summary>
    public bool IsNever => Count == 0 && Interval == TimeSpan.Zero;

    /// <summary>Fires when <paramref name="count"/>, at least 1, events of a key and window have come since the last pane.</summary>
    public static Firing EveryCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Firing(count, TimeSpan.Zero);
    }

    /// <summary>Fires when <paramref name="interval"/>, a positive duration of processing time, has passed since the first event after the last pane.</summary>
    public static Firing EveryInterval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return new Firing(0, interval);
    }
}
