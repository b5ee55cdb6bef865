namespace Attune.Streaming.Mail.Mime;

/// <summary>Walks the parts of a multipart body (RFC 2046 §5.1): preamble and epilogue are passed over, a missing last boundary ends with the text.</summary>
internal ref struct MultipartReader
{
    /// <summary>Longest boundary that is believed; RFC 2046 allows 70 characters.</summary>
    public const int MaxBoundaryLength = 200;

    private readonly ReadOnlySpan<char> _body;
    private readonly string _delimiter;
    private int _position;
    private bool _isFinished;

    public MultipartReader(ReadOnlySpan<char> body, ReadOnlySpan<char> boundary)
    {
        _body = body;
        _delimiter = string.Concat("--", boundary);
        _isFinished = boundary.IsEmpty || boundary.Length > MaxBoundaryLength || !TryFindDelimiter(0, out _, out _position, out var isLast) || isLast;
    }

    /// <summary>True when the boundary opens at least one part.</summary>
    public static bool HasParts(ReadOnlySpan<char> body, ReadOnlySpan<char> boundary) => !new MultipartReader(body, boundary)._isFinished;

    /// <summary>The first line that looks like a delimiter and has a content field after it, for senders that declare one boundary and write another; empty when there is none.</summary>
    public static ReadOnlySpan<char> GuessBoundary(ReadOnlySpan<char> body)
    {
        while (!body.IsEmpty)
        {
            var end = body.IndexOf('\n');
            if (end < 0)
            {
                break;
            }

            var line = body[..end].TrimEnd();
            body = body[(end + 1)..];
            if (line.Length > 2 && line.StartsWith("--") && body.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                return line[2..];
            }
        }

        return default;
    }

    /// <summary>Moves to the next part.</summary>
    public bool TryRead(out ReadOnlySpan<char> part)
    {
        part = default;
        if (_isFinished)
        {
            return false;
        }

        var start = _position;
        if (TryFindDelimiter(start, out var end, out _position, out var isLast))
        {
            _isFinished = isLast;
            part = _body[start..end];
        }
        else
        {
            _isFinished = true;
            part = _body[start..];
        }

        return true;
    }

    private readonly bool TryFindDelimiter(int from, out int lineStart, out int after, out bool isLast)
    {
        while (from < _body.Length)
        {
            var offset = _body[from..].IndexOf(_delimiter, StringComparison.Ordinal);
            if (offset < 0)
            {
                break;
            }

            lineStart = from + offset;
            from = lineStart + _delimiter.Length;
            if ((lineStart == 0 || _body[lineStart - 1] == '\n') && IsLineEnd(from, out after, out isLast))
            {
                return true;
            }
        }

        lineStart = after = _body.Length;
        isLast = true;
        return false;
    }

    private readonly bool IsLineEnd(int position, out int after, out bool isLast)
    {
        isLast = _body[position..].StartsWith("--");
        position += isLast ? 2 : 0;
        while (position < _body.Length && _body[position] is ' ' or '\t' or '\r')
        {
            position++;
        }

        after = Math.Min(position + 1, _body.Length);
        return position >= _body.Length || _body[position] == '\n';
    }
}
