namespace Attune.Streaming.Mail;

/// <summary>One raw RFC 822 message.</summary>
/// <param name="Origin">Where the message came from, for example <c>easy-ham-1/00001.json</c>; part of every id made from it.</param>
/// <param name="Text">The message: an optional mbox <c>From </c> line, the header block, an empty line and the body, with LF or CRLF.</param>
/// <param name="Label">What the message is known to be, for example <c>spam</c>; passed through.</param>
/// <param name="Form">What one character of <paramref name="Text"/> stands for.</param>
public sealed record MailInput(string Origin, string Text, string? Label = null, MailTextForm Form = MailTextForm.Characters)
{
    /// <summary>The stream that the events belong to; part of every id, so that ids of different streams never meet.</summary>
    public string Stream { get; init; } = "";
}
