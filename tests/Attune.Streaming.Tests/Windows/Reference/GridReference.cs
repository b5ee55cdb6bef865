using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>Tumbling, sliding and global windows. <c>assign</c> gives all windows of an instant; with <c>ranksByKey</c> a key has one rank in all windows, as long as any of them is held.</summary>
internal sealed class GridReference(
    Func<long, IEnumerable<(long Start, long End)>> assign, WindowOptions options, WindowLog log, bool ranksByKey = false) : IReference
{
    private readonly List<ReferenceWindow> _windows = [];
    private long _watermark = long.MinValue;
    private long _now;
    private int _arrivals;

    public int WindowCount => _windows.Count;

    public void Add(int index, long timestamp, int key, int value)
    {
        var open = assign(timestamp).Where(window => CleanupOf(window.End) > _watermark).ToList();
        if (open.Count == 0)
        {
            log.OnLate(index);
            return;
        }

        if (value >= Collect.Poison)
        {
            log.OnFailed(index, new InvalidOperationException());
            return;
        }

        foreach (var (start, end) in open)
        {
            var window = _windows.Find(window => window.Key == key && window.Start == start);
            if (window is null)
            {
                var known = ranksByKey ? _windows.Find(other => other.Key == key) : null;
                _windows.Add(window = new ReferenceWindow(key, start, end, known?.Order ?? _arrivals++));
            }

            window.Events.Add((timestamp, value));
            window.Added(log, options, _watermark, _now);
        }
    }

    public void AdvanceWatermark(long watermark)
    {
        var before = _watermark;
        _watermark = Math.Max(before, watermark);
        foreach (var window in InOrder(_ => true))
        {
            var isOver = CleanupOf(window.End) <= _watermark;
            if (before < window.End && window.End <= _watermark)
            {
                window.Fire(log, options, PaneTiming.OnTime, isOver);
            }
            else if (isOver && (window.Pending > 0 || options.AlwaysFireFinal))
            {
                window.Fire(log, options, PaneTiming.Late, isFinal: true);
            }
        }

        _windows.RemoveAll(window => CleanupOf(window.End) <= _watermark);
    }

    public void AdvanceProcessingTime(long now)
    {
        _now = Math.Max(_now, now);
        foreach (var window in InOrder(window => window.Due <= _now))
        {
            window.Fire(log, options, window.End <= _watermark ? PaneTiming.Late : PaneTiming.Early, isFinal: false);
        }
    }

    private List<ReferenceWindow> InOrder(Func<ReferenceWindow, bool> predicate) =>
        [.. _windows.Where(predicate).OrderBy(window => window.End).ThenBy(window => window.Start).ThenBy(window => window.Order)];

    private long CleanupOf(long end) => end == long.MaxValue ? end : Math.Min(end + options.AllowedLateness.Ticks, DateTime.MaxValue.Ticks);
}
