using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>Sessions: for each event all events of its key are sorted and parted anew where they lie more than a gap apart.</summary>
internal sealed class SessionReference(long gap, WindowOptions options, WindowLog log) : IReference
{
    private List<ReferenceWindow> _sessions = [];
    private long _watermark = long.MinValue;
    private long _now;
    private int _arrivals;

    public int WindowCount => _sessions.Count;

    public void Add(int index, long timestamp, int key, int value)
    {
        var times = _sessions.Where(session => session.Key == key).SelectMany(session => session.Events).Select(item => item.Time)
            .Append(timestamp).Order().ToList();
        var first = times.FindIndex(time => time == timestamp);
        var last = first;
        while (first > 0 && times[first] - times[first - 1] <= gap)
        {
            first--;
        }

        while (last < times.Count - 1 && times[last + 1] - times[last] <= gap)
        {
            last++;
        }

        var (start, end) = (times[first], Math.Min(times[last] + gap, DateTime.MaxValue.Ticks));
        var parts = _sessions.Where(session => session.Key == key && session.Events.Exists(item => item.Time >= times[first] && item.Time <= times[last]))
            .OrderBy(session => session.Start).ToList();
        if (parts.Count == 0 && CleanupOf(end) <= _watermark)
        {
            log.OnLate(index);
        }
        else if (value >= Collect.Poison)
        {
            log.OnFailed(index, new InvalidOperationException());
        }
        else
        {
            var session = Unite(parts, key, start, end);
            session.Events.Add((timestamp, value));
            session.Added(log, options, _watermark, _now);
        }
    }

    public void AdvanceWatermark(long watermark)
    {
        var before = _watermark;
        _watermark = Math.Max(before, watermark);
        foreach (var session in InOrder(_ => true))
        {
            var isOver = CleanupOf(session.End) <= _watermark;
            if (before < session.FiresAt && session.FiresAt <= _watermark)
            {
                session.Fire(log, options, PaneTiming.OnTime, isOver);
            }
            else if (isOver && (session.Pending > 0 || options.AlwaysFireFinal))
            {
                session.Fire(log, options, PaneTiming.Late, isFinal: true);
            }
        }

        _sessions.RemoveAll(session => CleanupOf(session.End) <= _watermark);
    }

    public void AdvanceProcessingTime(long now)
    {
        _now = Math.Max(_now, now);
        foreach (var session in InOrder(session => session.Due <= _now))
        {
            session.Fire(log, options, session.FiresAt <= _watermark ? PaneTiming.Late : PaneTiming.Early, isFinal: false);
        }
    }

    private ReferenceWindow Unite(List<ReferenceWindow> parts, int key, long start, long end)
    {
        var old = parts.Count == 1 ? parts[0] : null;
        if (old?.Start == start && old.End == end)
        {
            return old;
        }

        foreach (var part in parts.Where(part => part.IsComplete && options.Content == PaneContent.Accumulating))
        {
            log.OnPane(new Pane<int, string>(key, part.Window, part.LastValue, part.Index - 1, PaneTiming.Late, IsFinal: false, IsRetraction: true));
        }

        var session = new ReferenceWindow(key, start, end, parts.Count == 0 ? _arrivals++ : parts.Min(part => part.Order))
        {
            FiresAt = FiresAt(end),
            Covered = parts.Sum(part => part.Covered),
            Due = parts.Min(part => part.Due),
            Index = old is { IsComplete: false } ? old.Index : 0,
        };
        session.Events.AddRange(parts.SelectMany(part => part.Events.Take(part.Covered)));
        session.Events.AddRange(parts.SelectMany(part => part.Events.Skip(part.Covered)));
        _sessions = [.. _sessions.Except(parts), session];
        return session;
    }

    private List<ReferenceWindow> InOrder(Func<ReferenceWindow, bool> predicate) =>
        [.. _sessions.Where(predicate).OrderBy(session => session.End).ThenBy(session => session.Start).ThenBy(session => session.Order)];

    // An event at the very end would still join.
    private static long FiresAt(long end) => Math.Min(end + 1, DateTime.MaxValue.Ticks);

    private long CleanupOf(long end) => Math.Min(FiresAt(end) + options.AllowedLateness.Ticks, DateTime.MaxValue.Ticks);
}
