namespace Attune.Streaming.Mail.Received;

/// <summary>Finds the ends of parenthesised comments in time linear in the text, even when parentheses do not match.</summary>
internal ref struct CommentScanner
{
    private readonly ReadOnlySpan<char> _text;
    private readonly int _lastClose;
    private bool _isUnbalanced;

    public CommentScanner(ReadOnlySpan<char> text)
    {
        _text = text;
        _lastClose = text.LastIndexOf(')');
    }

    /// <summary>Position after the comment that opens at <paramref name="open"/>; false when nothing closes it.</summary>
    public bool TrySkip(int open, out int after)
    {
        after = open + 1;
        if (open >= _lastClose)
        {
            return false;
        }

        if (!_isUnbalanced)
        {
            var depth = 0;
            for (var i = open; i <= _lastClose; i++)
            {
                depth += _text[i] switch { '(' => 1, ')' => -1, _ => 0 };
                if (depth == 0)
                {
                    after = i + 1;
                    return true;
                }
            }

            // One failed search proves the rest unbalanced; without nesting each later search ends at the next ')'.
            _isUnbalanced = true;
        }

        after = open + _text[open..].IndexOf(')') + 1;
        return true;
    }
}
