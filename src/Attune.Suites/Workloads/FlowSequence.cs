using Attune.Events;

namespace Attune.Suites.Workloads;

/// <summary>Flows of a steady stream, the same for the same seed: skewed sources, sizes of mail, time that moves on.</summary>
/// <remarks>Sources lie in the three ranges that RFC 5737 keeps for documentation. Ids are a counter behind the time, so that making a flow costs next to nothing.</remarks>
internal sealed class FlowSequence(int seed, DateTime start, TimeSpan step)
{
    /// <summary>When sequences begin.</summary>
    public static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Sources =
        [.. from range in new[] { "192.0.2", "198.51.100", "203.0.113" } from host in Enumerable.Range(1, 254) select $"{range}.{host}"];

    private static readonly string[] Protocols = ["ESMTP", "SMTP", "ESMTPS", "HTTP", "LMTP"];

    private readonly Random _random = new(seed);
    private long _count;

    /// <summary>Flows made so far.</summary>
    public long Count => _count;

    /// <summary>The next flow.</summary>
    public Flow Next()
    {
        var time = start + (_count * step);
        var high = ((ulong)(time - DateTime.UnixEpoch).TotalMilliseconds << 16) | (ushort)seed;
        var id = new EventId(new UInt128(high, (ulong)_count++));
        var (skew, size) = (_random.NextDouble(), _random.NextDouble());
        return new Flow(
            id, time, Sources[(int)(Sources.Length * skew * skew * skew)], "mx.example.org", 400 + (long)(60_000 * size * size * size),
            Protocols[(int)(Protocols.Length * size * size)]);
    }

    /// <summary>The next <paramref name="count"/> flows.</summary>
    public Flow[] Take(int count)
    {
        var flows = new Flow[count];
        for (var i = 0; i < count; i++)
        {
            flows[i] = Next();
        }

        return flows;
    }
}
