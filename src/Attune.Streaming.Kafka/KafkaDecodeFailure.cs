namespace Attune.Streaming.Kafka;

/// <summary>Why a record cannot be used.</summary>
/// <param name="Reason">Short, countable reason, for example <c>bad-json</c>; see <see cref="KafkaDeadLetterReasons"/>.</param>
/// <param name="Detail">What exactly is wrong, for a person to read.</param>
public sealed record KafkaDecodeFailure(string Reason, string Detail)
{
    /// <summary>Leaves a record out: it becomes neither an event nor a dead letter, and moves no watermark.</summary>
    public static KafkaDecodeFailure Skip { get; } = new("skip", "left out by the decoder");
}
