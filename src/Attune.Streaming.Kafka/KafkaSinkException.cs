using Confluent.Kafka;

namespace Attune.Streaming.Kafka;

/// <summary>
/// A record was not delivered, or a transaction not committed. What was written since the last checkpoint may be there or not; the pipeline
/// has to go on from the checkpoint.
/// </summary>
public sealed class KafkaSinkException : Exception
{
    /// <summary>Makes the error.</summary>
    public KafkaSinkException(Error error, Exception? inner = null)
        : base($"Kafka did not take a record: {error?.Reason} ({error?.Code}).", inner)
    {
        ArgumentNullException.ThrowIfNull(error);
        Code = error.Code;
    }

    internal KafkaSinkException(string message, Error error, Exception inner)
        : base($"{message}: {error.Reason} ({error.Code}).", inner) => Code = error.Code;

    /// <summary>Kafka's code for the error.</summary>
    public ErrorCode Code { get; }
}
