namespace Attune.Events;

/// <summary>A text that arrived at a point in time, with the label it came with.</summary>
/// <param name="Id">Identity for exactly-once storage.</param>
/// <param name="Timestamp">When the text was sent or delivered, in UTC (event time).</param>
/// <param name="SenderDomain">Domain of the sender, lower case; empty when unknown.</param>
/// <param name="Subject">Decoded subject; empty when there is none.</param>
/// <param name="Body">Plain text, decoded and with mark-up removed.</param>
/// <param name="Label">What the text is known to be, for example <c>spam</c> or <c>ham</c>; null when unlabelled.</param>
/// <param name="MessageId">The identifier that the text came with, when there is one.</param>
public sealed record TextEvent(
    EventId Id,
    DateTime Timestamp,
    string SenderDomain,
    string Subject,
    string Body,
    string? Label = null,
    string? MessageId = null)
{
    /// <summary>The label that counts towards a window's share of spam.</summary>
    public const string SpamLabel = "spam";

    /// <summary>True when <see cref="Label"/> is <see cref="SpamLabel"/>.</summary>
    public bool IsSpam => string.Equals(Label, SpamLabel, StringComparison.Ordinal);
}
