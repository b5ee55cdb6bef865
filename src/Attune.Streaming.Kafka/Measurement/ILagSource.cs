namespace Attune.Streaming.Kafka.Measurement;

/// <summary>A reader that says how far it is behind. Called from any thread.</summary>
internal interface ILagSource
{
    string Topic { get; }

    string Group { get; }

    /// <summary>What keeps it from reading; null when nothing does.</summary>
    string? Fault { get; }

    IEnumerable<KafkaLag> Lags();
}
