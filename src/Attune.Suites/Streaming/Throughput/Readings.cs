namespace Attune.Suites.Streaming.Throughput;

/// <summary>The events of the throughput rows, the same for the same arguments.</summary>
internal static class Readings
{
    /// <summary>Time of the first event.</summary>
    public static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Events in a second of event time: what the guide asks a stream to bear.</summary>
    public const int PerSecond = 100_000;

    private const int Seed = 5;
    private const int ValuesPerUnit = 8;
    private const int MaxValue = 1000;

    /// <summary>Makes events in the order in which they arrive.</summary>
    /// <param name="count">How many.</param>
    /// <param name="keys">How many keys there are; they follow Zipf's law.</param>
    /// <param name="disorder">No event arrives after one that is newer by this much or more; zero for events in order.</param>
    public static Reading[] Create(int count, int keys, TimeSpan disorder)
    {
        var (random, zipf) = (new Random(Seed), new ZipfKeys(keys));
        var (readings, arrivals) = (new Reading[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var time = Start.Ticks + (i * TimeSpan.TicksPerSecond / PerSecond);
            readings[i] = new Reading(time, random.Next(MaxValue * ValuesPerUnit) / (double)ValuesPerUnit, zipf.At(random.NextDouble()));
            arrivals[i] = time + (disorder > TimeSpan.Zero ? random.NextInt64(disorder.Ticks) : 0);
        }

        Array.Sort(arrivals, readings);
        return readings;
    }
}
