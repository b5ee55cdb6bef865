using System.Text.Json;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Reads out of librdkafka's statistics which of a reader's partitions have no broker.</summary>
internal static class BrokerStates
{
    /// <summary>Whether any broker is connected.</summary>
    public static bool IsAnyUp(string statistics)
    {
        using var document = JsonDocument.Parse(statistics);
        return document.RootElement.TryGetProperty("brokers", out var brokers) && Up(brokers).Count > 0;
    }

    /// <summary>What is wrong, or null when every partition's leader is connected.</summary>
    public static string? Fault(string statistics, string topic, IReadOnlyCollection<int> partitions)
    {
        using var document = JsonDocument.Parse(statistics);
        var root = document.RootElement;
        if (!root.TryGetProperty("topics", out var topics) || !topics.TryGetProperty(topic, out var mine)
            || !mine.TryGetProperty("partitions", out var states) || !root.TryGetProperty("brokers", out var brokers))
        {
            return null;
        }

        var up = Up(brokers);
        var waiting = new List<int>();
        foreach (var partition in partitions)
        {
            if (states.TryGetProperty(partition.ToString(System.Globalization.CultureInfo.InvariantCulture), out var state)
                && !up.Contains(state.GetProperty("leader").GetInt32()))
            {
                waiting.Add(partition);
            }
        }

        return waiting.Count == 0 ? null : $"no connection to the leader of partition {string.Join(", ", waiting)}";
    }

    private static HashSet<int> Up(JsonElement brokers)
    {
        var up = new HashSet<int>();
        foreach (var broker in brokers.EnumerateObject())
        {
            if (broker.Value.GetProperty("state").GetString() is "UP" or "UPDATE")
            {
                up.Add(broker.Value.GetProperty("nodeid").GetInt32());
            }
        }

        return up;
    }
}
