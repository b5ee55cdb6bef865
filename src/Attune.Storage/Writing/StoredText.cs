namespace Attune.Storage.Writing;

/// <summary>Text as every engine can keep it: PostgreSQL takes no NUL, and UTF-8 has no form for half a surrogate pair.</summary>
internal static class StoredText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text itself in nearly every case; else a copy with U+FFFD in place of what cannot be stored.</summary>
    public static string Clean(string text)
    {
        // One vectorised look at the text; what it stops at is rare, and mostly an emoji that is well formed.
        var span = text.AsSpan();
        return span.ContainsAnyExceptInRange('\u0001', '\uD7FF') && (span.Contains('\0') || HasLoneSurrogate(span)) ? Replace(text) : text;
    }

    /// <inheritdoc cref="Clean"/>
    public static string? CleanOrNull(string? text) => text is null ? null : Clean(text);

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }

    private static string Replace(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]))
            {
                target[i] = source[i];
                target[++i] = source[i];
            }
            else
            {
                target[i] = source[i] == '\0' || char.IsSurrogate(source[i]) ? Replacement : source[i];
            }
        }
    });
}
