namespace Attune.Streaming.Mail;

/// <summary>Turns the raw text of one message into the events it carries.</summary>
public interface IMailParser
{
    /// <summary>Reads one message. Never throws for any text: what cannot be used comes back as dead letters.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    ParsedMail Parse(MailInput input);
}
