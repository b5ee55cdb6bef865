using Attune.Events;
using Attune.Streaming.Watermarks;

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

    /// <summary>Where the watermark moves on within the batch, in order.</summary>
    public IReadOnlyList<WatermarkMark> Watermarks { get; init; } = [];

    /// <summary>Units (messages, lines) of the input that end in this batch.</summary>
    public int Units { get; init; }

    /// <summary>Of these, how many could be parsed.</summary>
    public int UnitsParsed { get; init; }

    /// <summary><c>Received:</c> lines seen, for mail.</summary>
    public int ReceivedLines { get; init; }
}
