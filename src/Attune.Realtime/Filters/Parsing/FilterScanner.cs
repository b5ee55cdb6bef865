using System.Globalization;
using System.Text;
using Attune.Realtime.Filters.Values;

namespace Attune.Realtime.Filters.Parsing;

/// <summary>Reads the words, names and values of an expression from left to right.</summary>
internal sealed class FilterScanner(string text)
{
    private const string ValueExpected = "a value (a number, a text in quotes, true, false or null)";
    private const int MaxShown = 32;
    private int _at;

    /// <summary>Where the next word begins; the first character is at 1.</summary>
    public int Position
    {
        get
        {
            SkipSpace();
            return _at + 1;
        }
    }

    public bool IsAtEnd => Position > text.Length;

    private char Next => _at < text.Length ? text[_at] : '\0';

    /// <summary>Takes the sign where it comes next.</summary>
    public bool Take(string sign)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0)
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    /// <summary>Takes the word where it comes next, in whatever case.</summary>
    public bool TakeWord(string word)
    {
        SkipSpace();
        if (!NextWord().Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    public IReadOnlyList<string> Path()
    {
        SkipSpace();
        var names = new List<string> { Name(isFirst: true) };
        while (Next == '.')
        {
            _at++;
            if (names.Count == FilterSyntax.MaxDepth)
            {
                throw Error($"a path has at most {FilterSyntax.MaxDepth} names");
            }

            names.Add(Name(isFirst: false));
        }

        return names;
    }

    public FilterValue Value()
    {
        SkipSpace();
        if (Next is '"' or '\'')
        {
            return FilterValue.OfText(Quoted());
        }

        if (Next == '-' || char.IsAsciiDigit(Next))
        {
            return FilterValue.OfNumber(Number());
        }

        return TakeWord("true") ? FilterValue.True
            : TakeWord("false") ? FilterValue.False
            : TakeWord("null") ? FilterValue.Null
            : throw Expected(ValueExpected);
    }

    public FilterValue Text()
    {
        SkipSpace();
        return Next is '"' or '\'' ? FilterValue.OfText(Quoted()) : throw Expected("a text in quotes");
    }

    public FormatException Expected(string what)
    {
        var position = Position;
        var found = _at >= text.Length ? "the end"
            : NextWord() is { Length: > 0 } word ? $"'{(word.Length > MaxShown ? $"{word[..MaxShown]}…" : word)}'"
            : Rune.TryGetRuneAt(text, _at, out var rune) ? $"'{rune}'"
            : "half a surrogate pair";
        return new FormatException($"At character {position}: expected {what}, found {found}.");
    }

    public FormatException Error(string what) => ErrorAt(_at + 1, what);

    public static FormatException ErrorAt(int position, string what) => new($"At character {position}: {what}.");

    private void SkipSpace()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private ReadOnlySpan<char> NextWord()
    {
        var end = _at;
        while (end < text.Length && FilterSyntax.ContinuesName(text[end]))
        {
            end++;
        }

        return text.AsSpan(_at, end - _at);
    }

    private string Name(bool isFirst)
    {
        if (Next is '`' or '"' or '\'')
        {
            return Quoted();
        }

        var word = NextWord();
        if (word.IsEmpty || !FilterSyntax.StartsName(word[0], isFirst) || (isFirst && FilterSyntax.IsKeyword(word.ToString())))
        {
            throw Expected(isFirst ? "a field (a name that is a keyword stands in backquotes)" : "a name after the dot");
        }

        _at += word.Length;
        return word.ToString();
    }

    private string Number()
    {
        var start = _at;
        _at += Next == '-' ? 1 : 0;
        var first = _at;
        Digits();
        if (_at - first > 1 && text[first] == '0')
        {
            throw ErrorAt(first + 1, "a number does not begin with 0 before other digits");
        }

        if (Next == '.')
        {
            _at++;
            Digits();
        }

        if (Next is 'e' or 'E')
        {
            _at++;
            _at += Next is '+' or '-' ? 1 : 0;
            Digits();
        }

        return FilterSyntax.ContinuesName(Next) || Next == '.' ? throw Expected("the number to end") : text[start.._at];
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(Next))
        {
            throw Error("expected a digit");
        }

        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }
    }

    private string Quoted()
    {
        var start = _at;
        var quote = text[_at++];
        var quoted = new StringBuilder();
        while (Next != quote)
        {
            if (_at >= text.Length)
            {
                throw ErrorAt(start + 1, $"the text has no end, a {quote} is missing");
            }

            quoted.Append(Next == '\\' ? Escape() : Next);
            _at++;
        }

        _at++;
        var content = quoted.ToString();
        return HasWholeCharacters(content) ? content : throw ErrorAt(start + 1, "the text holds half a surrogate pair");
    }

    /// <summary>Reads an escape up to its last character.</summary>
    private char Escape()
    {
        _at++;
        switch (Next)
        {
            case '"' or '\'' or '`' or '\\' or '/':
                return Next;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 < text.Length && ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                throw ErrorAt(_at, @"unknown escape: \"" \' \` \\ \/ \b \f \n \r \t and \u with four hexadecimal digits are known");
        }
    }

    private static bool HasWholeCharacters(string content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (!char.IsSurrogate(content[i]))
            {
                continue;
            }

            if (i + 1 == content.Length || !char.IsSurrogatePair(content[i], content[++i]))
            {
                return false;
            }
        }

        return true;
    }
}
