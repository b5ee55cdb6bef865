namespace Attune.Streaming.Mail.Headers;

/// <summary>The fields of one header block (RFC 5322 §2.2), found by one scan over the lines.</summary>
/// <remarks>Lines that are no fields are kept apart as runs, so that a text without fields yields one of them and not thousands.</remarks>
internal sealed class HeaderBlock
{
    private const int MaxNameLength = 256;

    private HeaderBlock(List<HeaderField> fields, List<BrokenLines> broken, int envelopeStart, int envelopeEnd, int bodyStart)
    {
        Fields = fields;
        Broken = broken;
        EnvelopeStart = envelopeStart;
        EnvelopeEnd = envelopeEnd;
        BodyStart = bodyStart;
    }

    public List<HeaderField> Fields { get; }

    public List<BrokenLines> Broken { get; }

    /// <summary>Start of the mbox <c>From </c> line; equal to <see cref="EnvelopeEnd"/> when there is none.</summary>
    public int EnvelopeStart { get; }

    public int EnvelopeEnd { get; }

    public int BodyStart { get; }

    /// <summary>Reads a whole message's block: empty lines and an envelope line may stand before it.</summary>
    public static HeaderBlock ParseMessage(ReadOnlySpan<char> text)
    {
        var position = 0;
        var line = 1;
        while (position < text.Length && text[position] is '\r' or '\n')
        {
            line += text[position] == '\n' ? 1 : 0;
            position++;
        }

        var envelopeStart = position;
        if (text[position..].StartsWith("From ", StringComparison.Ordinal) || text[position..].StartsWith(">From ", StringComparison.Ordinal))
        {
            position = NextLine(text, position);
            line++;
        }

        return Parse(text, position, line, envelopeStart, position);
    }

    /// <summary>Reads the block of a body part ; without a single field, all of it is body.</summary>
    public static HeaderBlock ParsePart(ReadOnlySpan<char> text) => Parse(text, 0, 1, 0, 0);

    public ReadOnlySpan<char> Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name) =>
        TryFind(text, name, out var field) ? field.Value(text) : default;

    public bool TryFind(ReadOnlySpan<char> text, ReadOnlySpan<char> name, out HeaderField found)
    {
        foreach (var field in Fields)
        {
            if (field.IsNamed(text, name))
            {
                found = field;
                return true;
            }
        }

        found = default;
        return false;
    }

    private static HeaderBlock Parse(ReadOnlySpan<char> text, int position, int line, int envelopeStart, int envelopeEnd)
    {
        var fields = new List<HeaderField>(24);
        var broken = new List<BrokenLines>(0);
        var lastWasField = false;
        for (; position < text.Length; line++)
        {
            var next = NextLine(text, position);
            var end = TrimLineEnd(text, position, next);
            if (end == position)
            {
                position = next;
                break;
            }

            if (text[position] is ' ' or '\t' && (lastWasField || broken.Count > 0))
            {
                Extend(lastWasField, fields, broken, end, line);
            }
            else if (TryField(text, position, end, line, out var field))
            {
                fields.Add(field);
                lastWasField = true;
            }
            else
            {
                AddBroken(broken, lastWasField, position, end, line);
                lastWasField = false;
            }

            position = next;
        }

        return new HeaderBlock(fields, broken, envelopeStart, envelopeEnd, position);
    }

    private static void Extend(bool lastWasField, List<HeaderField> fields, List<BrokenLines> broken, int end, int line)
    {
        if (lastWasField)
        {
            fields[^1] = fields[^1] with { ValueEnd = end };
        }
        else
        {
            broken[^1] = broken[^1] with { End = end, LastLine = line };
        }
    }

    private static void AddBroken(List<BrokenLines> broken, bool lastWasField, int position, int end, int line)
    {
        if (!lastWasField && broken.Count > 0)
        {
            broken[^1] = broken[^1] with { End = end, LastLine = line };
        }
        else
        {
            broken.Add(new BrokenLines(line, line, position, end));
        }
    }

    private static bool TryField(ReadOnlySpan<char> text, int start, int end, int line, out HeaderField field)
    {
        field = default;
        var position = start;
        while (position < end && text[position] is > ' ' and < '\x7f' and not ':')
        {
            position++;
        }

        var nameLength = position - start;
        while (position < end && text[position] is ' ' or '\t')
        {
            position++;
        }

        if (nameLength is 0 or > MaxNameLength || position >= end || text[position] != ':')
        {
            return false;
        }

        field = new HeaderField(start, nameLength, position + 1, end, line);
        return true;
    }

    private static int NextLine(ReadOnlySpan<char> text, int position)
    {
        var length = text[position..].IndexOf('\n');
        return length < 0 ? text.Length : position + length + 1;
    }

    private static int TrimLineEnd(ReadOnlySpan<char> text, int start, int end)
    {
        while (end > start && text[end - 1] is '\r' or '\n')
        {
            end--;
        }

        return end;
    }
}
