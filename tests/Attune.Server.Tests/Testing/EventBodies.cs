using System.Globalization;
using System.Text.Json;
using Attune.Testing;

namespace Attune.Server.Tests.Testing;

/// <summary>Bodies of ingest requests.</summary>
public static class EventBodies
{
    public static string Flow(int number = 0, string source = "10.0.0.1", long bytes = 100, string protocol = "SMTP", DateTime? time = null, string? id = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["timestamp"] = Iso(time ?? SampleEvents.Start.AddSeconds(number)),
            ["source_ip"] = source,
            ["destination_ip"] = "mx.example.org",
            ["bytes_transferred"] = bytes,
            ["protocol"] = protocol,
            ["message_id"] = $"m{number}@example.org",
            ["id"] = id,
        });

    public static string Text(int number = 0, string label = "ham", DateTime? time = null) => JsonSerializer.Serialize(new
    {
        type = "text",
        timestamp = Iso(time ?? SampleEvents.Start.AddSeconds(number)),
        sender_domain = "example.org",
        subject = $"Subject {number}",
        body = "Body",
        label,
    });

    /// <summary>A flow in which one field has another value, given as JSON; null leaves the field out.</summary>
    public static string FlowWith(string field, string? json)
    {
        var fields = new List<(string Name, string Value)>
        {
            ("timestamp", "\"2002-08-22T12:00:00Z\""), ("source_ip", "\"10.0.0.1\""), ("destination_ip", "\"mx.example.org\""),
            ("bytes_transferred", "100"), ("protocol", "\"SMTP\""),
        };
        fields.RemoveAll(pair => pair.Name == field);
        if (json is not null)
        {
            fields.Add((field, json));
        }

        return "{" + string.Join(",", fields.Select(pair => $"\"{pair.Name}\":{pair.Value}")) + "}";
    }

    public static string Array(IEnumerable<string> events) => $"[{string.Join(",", events)}]";

    public static string Array(params string[] events) => Array((IEnumerable<string>)events);

    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
