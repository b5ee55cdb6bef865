using Attune.Events;

namespace Attune.Streaming.Sources;

/// <summary>Some events of a source, in the order in which they arrived.</summary>
public sealed record SourceBatch
{
    /// <summary>Flows of the batch.</summary>
    public required IReadOnlyList<Flow> Flows { get; init; }

    /// <summary>Text events of the batch.</summary>
    public IReadOnlyList<TextEvent> Texts { get; init; } = [];

    /// <summary>Input that could not be used.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>No event before this instant will follow; null leaves the watermark where it is.</summary>
    public DateTime? Watermark { get; init; }

    /// <summary>Units (messages, lines) of the input that end in this batch.</summary>
    public int Units { get; init; }

    /// <summary>Of these, how many could be parsed.</summary>
    public int UnitsParsed { get; init; }

    /// <summary><c>Received:</c> lines seen, for mail.</summary>
    public int ReceivedLines { get; init; }
}
