using System.Text;

namespace Attune.Streaming.Mail.Html;

/// <summary>Reduces HTML to the text that a reader would see: no tags, comments, scripts or styles; entities decoded; a new line per block.</summary>
/// <remarks>
/// One pass with no tree. A <c>&lt;</c> that opens no tag is text. Each search that can fail (for the end of a comment, of a script, of
/// a quoted value) fails at most once per document, which keeps broken mark-up linear.
/// </remarks>
internal ref struct HtmlText
{
    private readonly ReadOnlySpan<char> _html;
    private readonly StringBuilder _target;
    private readonly int _start;
    private readonly int _lastClose;
    private int _position;
    private bool _needsSpace;
    private bool _hasCommentEnds;
    private bool _hasBalancedQuotes;

    private HtmlText(ReadOnlySpan<char> html, StringBuilder target)
    {
        _html = html;
        _target = target;
        _start = target.Length;
        _lastClose = html.LastIndexOf('>');
        _hasCommentEnds = true;
        _hasBalancedQuotes = true;
    }

    public static void Append(ReadOnlySpan<char> html, StringBuilder target)
    {
        var reader = new HtmlText(html, target);
        reader.Run();
    }

    private readonly bool IsAtLineStart => _target.Length == _start || _target[^1] == '\n';

    private void Run()
    {
        while (_position < _html.Length)
        {
            var c = _html[_position];
            if (c == '<' && TrySkipMarkup())
            {
                continue;
            }

            if (c == '&')
            {
                _position += HtmlEntities.Read(_html[_position..], out var decoded);
                AddDecoded(decoded);
            }
            else if (char.IsWhiteSpace(c))
            {
                _needsSpace = true;
                _position++;
            }
            else
            {
                AddRun();
            }
        }
    }

    /// <summary>Appends everything up to the next character that means something.</summary>
    private void AddRun()
    {
        var rest = _html[_position..];
        var length = 1;
        while (length < rest.Length && rest[length] is not ('<' or '&') && !char.IsWhiteSpace(rest[length]))
        {
            length++;
        }

        AddSpace();
        _target.Append(rest[..length]);
        _position += length;
    }

    private void AddDecoded(Rune decoded)
    {
        if (Rune.IsWhiteSpace(decoded))
        {
            _needsSpace = true;
            return;
        }

        AddSpace();
        Span<char> buffer = stackalloc char[2];
        _target.Append(buffer[..decoded.EncodeToUtf16(buffer)]);
    }

    private void AddSpace()
    {
        if (_needsSpace && !IsAtLineStart)
        {
            _target.Append(' ');
        }

        _needsSpace = false;
    }

    private void BreakLine()
    {
        if (!IsAtLineStart)
        {
            _target.Append('\n');
        }

        _needsSpace = false;
    }

    private bool TrySkipMarkup()
    {
        var rest = _html[(_position + 1)..];
        if (rest.IsEmpty || _position > _lastClose)
        {
            return false;
        }

        if (rest.StartsWith("!--") && _hasCommentEnds)
        {
            var end = rest.IndexOf("-->");
            if (end >= 0)
            {
                _position += 1 + end + 3;
                return true;
            }

            _hasCommentEnds = false;
        }

        if (rest[0] is '!' or '?')
        {
            _position += 1 + rest.IndexOf('>') + 1;
            return true;
        }

        var nameStart = rest[0] == '/' ? 1 : 0;
        if (nameStart >= rest.Length || !char.IsAsciiLetter(rest[nameStart]))
        {
            return false;
        }

        var nameEnd = nameStart;
        while (nameEnd < rest.Length && char.IsAsciiLetterOrDigit(rest[nameEnd]))
        {
            nameEnd++;
        }

        _position = TagEnd(_position + 1 + nameEnd);
        ApplyTag(rest[nameStart..nameEnd], isEnd: nameStart == 1);
        return true;
    }

    /// <summary>Position after the tag's <c>&gt;</c>, which does not count inside quotes as long as quotes pair up.</summary>
    private int TagEnd(int from)
    {
        for (var i = from; _hasBalancedQuotes && i <= _lastClose;)
        {
            if (_html[i] == '>')
            {
                return i + 1;
            }

            var isQuote = _html[i] is '"' or '\'' && _html[..i].TrimEnd() is [.., '='];
            if (!isQuote)
            {
                i++;
                continue;
            }

            var close = _html[(i + 1)..].IndexOf(_html[i]);
            if (close < 0)
            {
                break;
            }

            i += close + 2;
        }

        _hasBalancedQuotes = false;
        var plain = _html[from..].IndexOf('>');
        return plain < 0 ? _html.Length : from + plain + 1;
    }

    private void ApplyTag(ReadOnlySpan<char> name, bool isEnd)
    {
        switch (HtmlTags.KindOf(name))
        {
            case HtmlTagKind.Block:
                BreakLine();
                break;
            case HtmlTagKind.Cell:
                _needsSpace = true;
                break;
            case HtmlTagKind.Hidden when !isEnd:
                SkipHidden(name);
                break;
        }
    }

    /// <summary>Moves to the end tag of a script or style; without one the rest is its content, as in a browser.</summary>
    private void SkipHidden(ReadOnlySpan<char> name)
    {
        var close = name.Equals("style", StringComparison.OrdinalIgnoreCase) ? "</style" : "</script";
        var end = _html[_position..].IndexOf(close, StringComparison.OrdinalIgnoreCase);
        _position = end < 0 ? _html.Length : _position + end;
    }
}
