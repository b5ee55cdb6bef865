using Attune.Events;

namespace Attune.Testing;

/// <summary>Makes events for tests.</summary>
public static class SampleEvents
{
    public static readonly DateTime Start = new(2002, 8, 22, 0, 0, 0, DateTimeKind.Utc);

    public static Flow Flow(int number, string source = "10.0.0.1", long bytes = 100, string protocol = "SMTP", DateTime? time = null)
    {
        var timestamp = time ?? Start.AddSeconds(number);
        return new Flow(EventId.Create(timestamp, $"flow-{number}"), timestamp, source, "mx.example.org", bytes, protocol, $"m{number}@example.org");
    }

    public static TextEvent Text(int number, string label = "ham", DateTime? time = null)
    {
        var timestamp = time ?? Start.AddSeconds(number);
        return new TextEvent(EventId.Create(timestamp, $"text-{number}"), timestamp, "example.org", $"Subject {number}", "Body", label, $"m{number}");
    }

    public static DeadLetter Letter(int number, string reason = "no-source-ip") =>
        new(EventId.Create(Start, $"letter-{number}"), "file.json", $"line {number}", reason, "no address", "Received: ?");
}
