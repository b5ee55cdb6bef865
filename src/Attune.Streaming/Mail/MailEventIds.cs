using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Attune.Events;

namespace Attune.Streaming.Mail;

/// <summary>Makes the ids of one message's events from its origin, the event's kind and place, and one hash of the whole text.</summary>
internal sealed class MailEventIds
{
    private readonly string _origin;
    private readonly string _hash;

    public MailEventIds(MailInput input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(input.Text.AsSpan()), hash);
        _hash = Convert.ToHexStringLower(hash);
        _origin = $"{input.Stream}/{input.Origin}";
    }

    public EventId Create(DateTime timestamp, string kind, int index) =>
        EventId.Create(timestamp, string.Create(CultureInfo.InvariantCulture, $"{_origin}#{kind}{index}:{_hash}"));
}
