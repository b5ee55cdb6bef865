using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>One window of one key with every event that went in.</summary>
internal sealed class ReferenceWindow(int key, long start, long end, int order)
{
    public int Key => key;

    public long Start => start;

    public long End { get; } = end;

    /// <summary>The watermark that makes it complete.</summary>
    public long FiresAt { get; init; } = end;

    /// <summary>Rank among keys of the same window.</summary>
    public int Order => order;

    public List<(long Time, int Value)> Events { get; } = [];

    /// <summary>How many of the events the last pane held.</summary>
    public int Covered { get; set; }

    public int Index { get; set; }

    public long? Due { get; set; }

    /// <summary>True once a pane on time or late was sent.</summary>
    public bool IsComplete { get; set; }

    public string LastValue { get; set; } = "";

    public int Pending => Events.Count - Covered;

    public void Fire(WindowLog log, WindowOptions options, PaneTiming timing, bool isFinal)
    {
        var held = options.Content == PaneContent.Discarding ? Events.Skip(Covered) : Events;
        LastValue = Collect.Text(held.Select(item => item.Value));
        Covered = Events.Count;
        Due = null;
        IsComplete |= timing != PaneTiming.Early;
        log.OnPane(new Pane<int, string>(key, Window, LastValue, Index++, timing, isFinal));
    }

    public TimeWindow Window => new(
        new DateTime(Math.Clamp(start, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc), new DateTime(Math.Min(End, DateTime.MaxValue.Ticks), DateTimeKind.Utc));

    /// <summary>Counts a new event, and fires if it is enough.</summary>
    public void Added(WindowLog log, WindowOptions options, long watermark, long now)
    {
        var isLate = FiresAt <= watermark;
        var firing = isLate ? options.Late : options.Early;
        if (firing.Interval > TimeSpan.Zero)
        {
            Due ??= now + firing.Interval.Ticks;
        }
        else
        {
            Due = null;
        }

        if (firing.Count > 0 && Pending >= firing.Count)
        {
            Fire(log, options, isLate ? PaneTiming.Late : PaneTiming.Early, isFinal: false);
        }
    }
}
