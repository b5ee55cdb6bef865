using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>What each window of each key has to come to: the events sorted and grouped, without a stream.</summary>
/// <remarks>Windows are found by key and start, in UTC ticks.</remarks>
internal static class NaivePanes
{
    /// <summary>Windows of <paramref name="size"/> that follow each other.</summary>
    public static Dictionary<(int Key, long Start), NaiveStatistics> Tumbling(IEnumerable<Reading> readings, TimeSpan size)
    {
        var panes = new Dictionary<(int, long), NaiveStatistics>();
        foreach (var reading in readings)
        {
            At(panes, (reading.Key, reading.Time / size.Ticks * size.Ticks)).Add(reading.Value);
        }

        return panes;
    }

    /// <summary>Windows of <paramref name="size"/> that begin every <paramref name="slide"/>.</summary>
    public static Dictionary<(int Key, long Start), NaiveStatistics> Sliding(IEnumerable<Reading> readings, TimeSpan size, TimeSpan slide)
    {
        var panes = new Dictionary<(int, long), NaiveStatistics>();
        foreach (var ((key, start), statistics) in Tumbling(readings, slide))
        {
            for (var back = TimeSpan.Zero; back < size; back += slide)
            {
                At(panes, (key, start - back.Ticks)).Add(statistics);
            }
        }

        return panes;
    }

    /// <summary>Sessions that end after <paramref name="gap"/> without an event; a gap met exactly does not part them.</summary>
    public static Dictionary<(int Key, long Start), NaiveStatistics> Sessions(IEnumerable<Reading> readings, TimeSpan gap)
    {
        var panes = new Dictionary<(int, long), NaiveStatistics>();
        foreach (var ofKey in readings.GroupBy(reading => reading.Key))
        {
            var (start, last) = (long.MinValue, long.MinValue);
            foreach (var reading in ofKey.OrderBy(reading => reading.Time))
            {
                start = start == long.MinValue || reading.Time - last > gap.Ticks ? reading.Time : start;
                last = reading.Time;
                At(panes, (ofKey.Key, start)).Add(reading.Value);
            }
        }

        return panes;
    }

    private static ref NaiveStatistics At(Dictionary<(int, long), NaiveStatistics> panes, (int, long) pane)
    {
        ref var statistics = ref CollectionsMarshal.GetValueRefOrAddDefault(panes, pane, out var there);
        if (!there)
        {
            statistics = new NaiveStatistics();
        }

        return ref statistics;
    }
}
