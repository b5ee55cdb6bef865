namespace Attune.Streaming.Mail.Headers;

/// <summary>Reads an identifier that should stand in angle brackets.</summary>
internal static class AngleText
{
    /// <summary>The text between the first pair of brackets, else the trimmed text; null when that is empty.</summary>
    public static string? Read(ReadOnlySpan<char> value)
    {
        var open = value.IndexOf('<');
        var inner = open < 0 ? value : value[(open + 1)..];
        var close = open < 0 ? -1 : inner.IndexOf('>');
        inner = (close < 0 ? inner : inner[..close]).Trim();
        return inner.IsEmpty ? null : inner.ToString();
    }
}
