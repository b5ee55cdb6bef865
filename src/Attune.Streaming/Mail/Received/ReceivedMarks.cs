using System.Runtime.InteropServices;

namespace Attune.Streaming.Mail.Received;

/// <summary>Offsets of the keywords of a <c>Received</c> line outside comments; -1 where a keyword is missing.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct ReceivedMarks
{
    private int _from;
    private int _fromEnd;
    private int _firstComment;

    public int By { get; private set; }

    public int Via { get; private set; }

    public int With { get; private set; }

    /// <summary>The last semicolon outside comments, or the length of the line.</summary>
    public int Semicolon { get; private set; }

    public int SourceStart { get; private set; }

    public int SourceEnd { get; private set; }

    public static ReceivedMarks Find(ReadOnlySpan<char> line)
    {
        var marks = new ReceivedMarks { _from = -1, _fromEnd = -1, _firstComment = -1, By = -1, Via = -1, With = -1, Semicolon = -1 };
        marks.Scan(line);
        marks.Semicolon = marks.Semicolon < 0 ? line.Length : marks.Semicolon;
        marks.SetSource();
        return marks;
    }

    private void Scan(ReadOnlySpan<char> line)
    {
        var comments = new CommentScanner(line);
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == '(' && comments.TrySkip(i, out var afterComment))
            {
                _firstComment = _firstComment < 0 && i == 0 ? afterComment : _firstComment;
                i = afterComment;
            }
            else if (char.IsAsciiLetter(line[i]))
            {
                var start = i;
                while (i < line.Length && (char.IsAsciiLetterOrDigit(line[i]) || line[i] is '-' or '_' or '.' or '@'))
                {
                    i++;
                }

                var standsAlone = (start == 0 || line[start - 1] is ' ' or '\t' or '\n' or ')' or ';' or '[')
                    && (i == line.Length || line[i] is ' ' or '\t' or '\r' or '\n' or '(' or '[');
                if (standsAlone)
                {
                    Mark(line[start..i], start, i);
                }
            }
            else
            {
                Semicolon = line[i] == ';' ? i : Semicolon;
                i++;
            }
        }
    }

    private void Mark(ReadOnlySpan<char> word, int start, int end)
    {
        if (_from < 0 && Is(word, "from"))
        {
            _from = end;
            return;
        }

        var isBy = Is(word, "by");
        var isVia = Is(word, "via");
        var isWith = Is(word, "with");
        if (_from >= 0 && _fromEnd < 0 && (isBy || isVia || isWith || Is(word, "id")))
        {
            _fromEnd = start;
        }

        By = By < 0 && isBy ? start : By;
        Via = Via < 0 && isVia ? start : Via;
        With = With < 0 && isWith ? start : With;
    }

    private void SetSource()
    {
        if (_from >= 0)
        {
            SourceStart = _from;
            SourceEnd = _fromEnd >= 0 ? _fromEnd : Math.Max(_from, Semicolon);
        }
        else
        {
            SourceStart = 0;
            SourceEnd = Math.Max(0, _firstComment);
        }
    }

    private static bool Is(ReadOnlySpan<char> word, ReadOnlySpan<char> keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
