namespace Attune.Streaming.Mail.Mime;

/// <summary>A <c>Content-Type</c> or <c>Content-Disposition</c> value: the type in front and its parameters (RFC 2045 §5.1), read leniently.</summary>
internal readonly ref struct ContentType
{
    private readonly ReadOnlySpan<char> _parameters;

    public ContentType(ReadOnlySpan<char> value)
    {
        var semicolon = value.IndexOf(';');
        Name = (semicolon < 0 ? value : value[..semicolon]).Trim().Trim("\"'");
        _parameters = semicolon < 0 ? default : value[(semicolon + 1)..];
    }

    /// <summary>The type, for example <c>text/plain</c>; empty when there is none.</summary>
    public ReadOnlySpan<char> Name { get; }

    public bool Is(ReadOnlySpan<char> name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public bool StartsWith(ReadOnlySpan<char> prefix) => Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a parameter without its quotes; empty when it is missing.</summary>
    public ReadOnlySpan<char> Parameter(ReadOnlySpan<char> name)
    {
        var rest = _parameters;
        while (!rest.IsEmpty)
        {
            rest = rest.TrimStart(" \t\r\n;");
            var nameLength = rest.IndexOfAny('=', ';');
            if (nameLength < 0)
            {
                return default;
            }

            var isMatch = rest[nameLength] == '=' && rest[..nameLength].Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            var hasValue = rest[nameLength] == '=';
            rest = rest[(nameLength + 1)..];
            if (!hasValue)
            {
                continue;
            }

            var value = ReadValue(ref rest);
            if (isMatch)
            {
                return value;
            }
        }

        return default;
    }

    private static ReadOnlySpan<char> ReadValue(scoped ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest.StartsWith("\"") && rest[1..].IndexOf('"') is >= 0 and var close)
        {
            var quoted = rest.Slice(1, close);
            rest = rest[(close + 2)..];
            return quoted;
        }

        var end = rest.IndexOfAny(";\r\n");
        var value = end < 0 ? rest : rest[..end];
        rest = rest[value.Length..];
        return value.Trim().Trim("\"'");
    }
}
