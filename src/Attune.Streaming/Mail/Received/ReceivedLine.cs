using Attune.Streaming.Mail.Dates;

namespace Attune.Streaming.Mail.Received;

/// <summary>Reads the value of a <c>Received</c> field (RFC 5321 §4.4) as mail software has really written it.</summary>
/// <remarks>
/// One scan finds the words <c>from</c>, <c>by</c>, <c>via</c>, <c>with</c> and <c>id</c> and the last semicolon outside comments.
/// The source is searched between <c>from</c> and the next of these words, so the receiving host's own address is never taken
/// for it. A line that starts with a comment, as qmail writes, has that comment as its from part.
/// </remarks>
internal static class ReceivedLine
{
    public static ReceivedHop Read(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        var marks = ReceivedMarks.Find(value);
        var found = SourceAddress.TryFind(value[marks.SourceStart..marks.SourceEnd], out var address, out var isMalformed);
        var date = ReadDate(value, marks.Semicolon, out var hasDateText);
        return new ReceivedHop(
            found ? address : null,
            isMalformed,
            marks.By >= 0 ? HopDestination.Read(value[(marks.By + 2)..(marks.Semicolon > marks.By ? marks.Semicolon : value.Length)]) : string.Empty,
            HopProtocol.Read(value[..marks.Semicolon], marks),
            date,
            hasDateText,
            value.IsEmpty);
    }

    private static DateTime? ReadDate(ReadOnlySpan<char> value, int semicolon, out bool hasDateText)
    {
        var tail = semicolon < value.Length ? value[(semicolon + 1)..] : default;
        hasDateText = !tail.Trim().IsEmpty;
        if (hasDateText && MailDate.TryParse(tail, out var date))
        {
            return date;
        }

        return MailDate.TryFind(value, out date) ? date : null;
    }
}
