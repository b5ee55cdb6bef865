using System.Text.RegularExpressions;

namespace Attune.Streaming.Kafka.Topics;

/// <summary>A topic that is to be there.</summary>
/// <param name="Name">1 to 249 of the characters a–z, A–Z, 0–9, dot, underscore and hyphen.</param>
/// <param name="Partitions">Number of partitions, 1 or more; see <see cref="PartitionPlanner"/>.</param>
public sealed partial record KafkaTopic(string Name, int Partitions)
{
    /// <summary>Copies of each partition, 1 to 100. Default 3; 2 replicas in sync need at least 2.</summary>
    public short Replicas { get; init; } = 3;

    /// <summary>Settings to start from.</summary>
    public KafkaTopicProfile Profile { get; init; }

    /// <summary>Settings by Kafka's name, on top of the profile's.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The profile's settings with the overrides.</summary>
    internal Dictionary<string, string> Settings()
    {
        var settings = KafkaTopicProfiles.Settings(Profile).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        foreach (var (name, value) in Overrides)
        {
            settings[name] = value;
        }

        return settings;
    }

    internal void Validate()
    {
        if (!AllowedName().IsMatch(Name) || Name is "." or "..")
        {
            throw new ArgumentException($"'{Name}' is no name for a topic: 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Partitions, PartitionPlanner.MaxPartitions);
        ArgumentOutOfRangeException.ThrowIfLessThan(Replicas, (short)1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Replicas, (short)100);
        if (Settings().TryGetValue("min.insync.replicas", out var needed) && int.TryParse(needed, out var count) && count > Replicas)
        {
            throw new ArgumentException($"Topic '{Name}' needs {count} replicas in sync, but has {Replicas}: nothing could be written with acks=all.");
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9._-]{1,249}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AllowedName();
}
