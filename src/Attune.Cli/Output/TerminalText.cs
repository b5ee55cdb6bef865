using System.Globalization;
using System.Text;

namespace Attune.Cli.Output;

/// <summary>Text of others on its way to a terminal, which must not be able to steer it.</summary>
internal static class TerminalText
{
    /// <summary>The text with <c>\uXXXX</c> instead of what is not to be seen: control characters, marks of direction and the like, line separators, halves of pairs.</summary>
    /// <remarks>Within a JSON text this gives an equal one: such characters can only stand inside of its strings, but for white space, which has to be taken out before.</remarks>
    public static string Escape(string text)
    {
        var harmless = 0;
        while (harmless < text.Length && text[harmless] is >= ' ' and <= '~')
        {
            harmless++;
        }

        if (harmless == text.Length)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, harmless);
        for (var i = harmless; i < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && !IsHidden(rune))
            {
                escaped.Append(text, i, length);
            }
            else
            {
                for (var j = 0; j < length; j++)
                {
                    escaped.Append($"\\u{(int)text[i + j]:x4}");
                }
            }

            i += length;
        }

        return escaped.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
