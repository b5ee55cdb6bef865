namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>The windows of a whole log at once: sorted and grouped.</summary>
internal static class BatchWindows
{
    public static List<RealWindow> Tumbling(IEnumerable<RealEvent> events, TimeSpan size) => Sliding(events, size, size);

    public static List<RealWindow> Sliding(IEnumerable<RealEvent> events, TimeSpan size, TimeSpan slide) =>
    [
        .. from item in events
           let last = item.Time - ((item.Time - DateTime.UnixEpoch.Ticks) % slide.Ticks)
           from back in Enumerable.Range(0, (int)(size / slide))
           group item by (item.Key, Start: last - (back * slide.Ticks)) into window
           select Sum(window.Key.Key, window.Key.Start, window.Key.Start + size.Ticks, [.. window]),
    ];

    public static List<RealWindow> Sessions(IEnumerable<RealEvent> events, TimeSpan gap)
    {
        var windows = new List<RealWindow>();
        foreach (var ofKey in events.OrderBy(item => item.Time).GroupBy(item => item.Key))
        {
            var session = new List<RealEvent>();
            foreach (var item in ofKey)
            {
                if (session.Count > 0 && item.Time - session[^1].Time > gap.Ticks)
                {
                    windows.Add(Sum(ofKey.Key, session[0].Time, session[^1].Time + gap.Ticks, session));
                    session = [];
                }

                session.Add(item);
            }

            windows.Add(Sum(ofKey.Key, session[0].Time, session[^1].Time + gap.Ticks, session));
        }

        return windows;
    }

    private static RealWindow Sum(string key, long start, long end, List<RealEvent> events) => new(
        key, new DateTime(start, DateTimeKind.Utc), new DateTime(end, DateTimeKind.Utc), events.Count, events.Sum(item => item.Bytes), events.Max(item => item.Bytes));
}
