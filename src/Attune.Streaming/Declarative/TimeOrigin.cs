namespace Attune.Streaming.Declarative;

/// <summary>Where the time of events comes from.</summary>
public enum TimeOrigin
{
    /// <summary>A field of the event.</summary>
    Field,

    /// <summary>The source, for example the time of a Kafka record.</summary>
    Source,

    /// <summary>The clock when the event arrives.</summary>
    Arrival,
}
