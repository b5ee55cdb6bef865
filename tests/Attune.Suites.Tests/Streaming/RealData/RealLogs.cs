using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>Reads logs of the real world in the order of their lines, which is not that of time.</summary>
internal static partial class RealLogs
{
    /// <summary>Captures of IoT-23.</summary>
    public static IReadOnlyList<string> Captures { get; } =
    [
        "CTU-Malware-Capture-34-1", "CTU-Malware-Capture-8-1", "CTU-Malware-Capture-42-1", "CTU-Malware-Capture-20-1", "CTU-Malware-Capture-44-1",
        "CTU-Honeypot-Capture-5-1", "CTU-Honeypot-Capture-4-1",
    ];

    /// <summary>Flows of a capture by destination; skips the test where the data set is absent.</summary>
    public static RealEvent[] ReadCapture(string name)
    {
        const int Time = 0, Destination = 4, Bytes = 17;
        return [.. Lines($"iot23/{name}.csv.gz").Skip(1).Select(line => line.Split(',')).Select(fields => new RealEvent(
            DateTime.UnixEpoch.Ticks + (long)(decimal.Parse(fields[Time], CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond),
            fields[Destination], long.Parse(fields[Bytes], CultureInfo.InvariantCulture)))];
    }

    /// <summary>Requests of the access log by client, and the lines that are none; skips the test where the log is absent.</summary>
    public static (RealEvent[] Requests, string[] Broken) ReadAccessLog()
    {
        var lines = Lines("apache_logs/apache_logs.gz").Select(line => (line, Match: Combined().Match(line))).ToLookup(item => item.Match.Success);
        return (
            [.. lines[true].Select(item => new RealEvent(
                DateTimeOffset.ParseExact(item.Match.Groups["time"].Value, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture).UtcTicks,
                item.Match.Groups["client"].Value,
                long.TryParse(item.Match.Groups["bytes"].Value, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0))],
            [.. lines[false].Select(item => item.line)]);
    }

    private static List<string> Lines(string relative)
    {
        var path = SharedData.Find(relative);
        Skip.If(path is null, $"the data set {relative} is not there: set {SharedData.Variable} to the folder that holds it");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    [GeneratedRegex("""^(?<client>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?:[^"\\]|\\.)*" \d{3} (?<bytes>\d+|-) "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*"$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Combined();
}
