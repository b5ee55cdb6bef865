using System.Globalization;
using System.Text;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>
/// Payloads of an exact size, with text of words and numbers that differ: <c>{"number":1000000007,"at":1000000001234567890,"source":…}</c>.
/// Number and time stand at the front with a fixed number of digits, so that a listener finds them without parsing JSON.
/// </summary>
/// <remarks>The time is in ticks of <see cref="System.Diagnostics.Stopwatch"/>, nanoseconds of the machine's monotonic clock: node's <c>process.hrtime</c> is the same clock.</remarks>
internal static class FeedPayloads
{
    /// <summary>Added to a number, so that it always has ten digits.</summary>
    public const long NumberBase = 1_000_000_000;

    /// <summary>Added to a time, so that it always has nineteen digits.</summary>
    public const long TimeBase = 1_000_000_000_000_000_000;

    /// <summary>Smallest payload.</summary>
    public const int MinBytes = 192;

    private const int Variants = 64;
    private const int HeadLength = 45;

    private static readonly string[] Words =
        ("account order delivery invoice meeting report system update request customer payment review network service window message today tomorrow monday the of and "
        + "to for with from your our will has been please find attached regarding question answer number new weekly status change release version error warning latency "
        + "between during after before because however although within against").Split(' ');

    /// <summary>What follows the number and the time of a payload of so many bytes; several, the same each time.</summary>
    public static IReadOnlyList<string> Make(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, MinBytes);
        var (flows, random) = (new FlowSequence(seed: 6, FlowSequence.Start, TimeSpan.FromMilliseconds(10)), new Random(6));
        return [.. Enumerable.Range(0, Variants).Select(_ => MakeOne(bytes - HeadLength, flows, random))];
    }

    /// <summary>The whole payload.</summary>
    public static string Render(string tail, int number, long time) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"number":{{NumberBase + number}},"at":{{TimeBase + time}}{{tail}}""");

    private static string MakeOne(int length, FlowSequence flows, Random random)
    {
        var flow = flows.Next();
        var tail = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $$""","source":"{{flow.SourceIp}}","service":"{{flow.Destination}}","bytes":{{flow.Bytes}},"protocol":"{{flow.Protocol}}","text":""").Append('"');
        while (tail.Length < length - 2)
        {
            // Every eighth word is a number: text of words alone compresses better than messages do.
            var word = random.Next(8) == 0 ? random.Next(100_000).ToString(CultureInfo.InvariantCulture) : Words[random.Next(Words.Length)];
            tail.Append(word).Append(' ');
        }

        return tail.ToString(0, length - 2) + "\"}";
    }
}
