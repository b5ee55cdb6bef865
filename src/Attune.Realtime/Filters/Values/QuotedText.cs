using System.Text;

namespace Attune.Realtime.Filters.Values;

/// <summary>Writes a text in quotes, with the escapes of JSON.</summary>
internal static class QuotedText
{
    public static string Write(string text, char quote)
    {
        var written = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' => written.Append(@"\\"),
                '\b' => written.Append(@"\b"),
                '\f' => written.Append(@"\f"),
                '\n' => written.Append(@"\n"),
                '\r' => written.Append(@"\r"),
                '\t' => written.Append(@"\t"),
                _ when character == quote => written.Append('\\').Append(quote),
                < ' ' => written.Append($"\\u{(int)character:x4}"),
                _ => written.Append(character),
            };
        }

        return written.Append(quote).ToString();
    }
}
