using Attune.Events;

namespace Attune.Streaming.Mail;

/// <summary>What one message yielded. Each <c>Received</c> line is either a flow or a dead letter, never both and never neither.</summary>
/// <param name="IsParsed">False when the text has no usable header, so that it is not a message at all.</param>
/// <param name="DeliveredAt">When the message was delivered, in UTC: the order of replay. Null when it carries no plausible date.</param>
/// <param name="ReceivedLines">Number of <c>Received</c> header lines: flows plus the dead letters whose position starts with <see cref="ReceivedPosition"/>.</param>
/// <param name="Flows">One flow per usable <c>Received</c> line, topmost (latest) first.</param>
/// <param name="Text">The message's text; null when the message is not parsed or has no date.</param>
/// <param name="DeadLetters">What could not be used, in order of appearance.</param>
public sealed record ParsedMail(
    bool IsParsed,
    DateTime? DeliveredAt,
    int ReceivedLines,
    IReadOnlyList<Flow> Flows,
    TextEvent? Text,
    IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>How <see cref="DeadLetter.Position"/> begins when the dead letter is a <c>Received</c> line.</summary>
    public const string ReceivedPosition = "header Received #";
}
