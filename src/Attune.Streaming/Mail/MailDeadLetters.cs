using Attune.Events;

namespace Attune.Streaming.Mail;

/// <summary>Collects one message's dead letters.</summary>
internal sealed class MailDeadLetters
{
    private readonly string _origin;

    public MailDeadLetters(MailInput input)
    {
        _origin = input.Origin;
        Ids = new MailEventIds(input);
    }

    public MailEventIds Ids { get; }

    public List<DeadLetter> Items { get; } = [];

    public void Add(DateTime? at, string position, string reason, string detail, ReadOnlySpan<char> content)
    {
        var id = Ids.Create(at ?? DateTime.UnixEpoch, "dead", Items.Count);
        var length = Math.Min(content.Length, DeadLetter.MaxContentLength);
        length -= length < content.Length && char.IsHighSurrogate(content[length - 1]) ? 1 : 0;
        Items.Add(new DeadLetter(id, _origin, position, reason, detail, content[..length].ToString()));
    }
}
