namespace Attune.Streaming.Kafka;

/// <summary>Reasons of dead letters that come from Kafka sources.</summary>
public static class KafkaDeadLetterReasons
{
    /// <summary>The decoder failed.</summary>
    public const string Undecodable = "undecodable";

    /// <summary>No JSON, or not of the expected shape.</summary>
    public const string BadJson = Attune.Streaming.Sources.DeadLetterReasons.BadJson;

    /// <summary>Bytes that are no UTF-8.</summary>
    public const string BadText = "bad-text";

    /// <summary>A record without a value where one is needed.</summary>
    public const string NoValue = "no-value";

    /// <summary>A key longer than <see cref="KafkaSourceOptions.MaxKeyBytes"/>.</summary>
    public const string KeyTooLarge = "key-too-large";

    /// <summary>A value longer than <see cref="KafkaSourceOptions.MaxValueBytes"/>.</summary>
    public const string ValueTooLarge = "value-too-large";
}
