using System.Text;

namespace Attune.Lab.Load;

/// <summary>Comma-separated values as in RFC 4180; empty lines are skipped.</summary>
internal static class CsvText
{
    public static IEnumerable<string[]> Read(string text)
    {
        var record = new List<string>();
        var value = new StringBuilder();
        var (isQuoted, wasQuoted) = (false, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? text[i] : '\n';
            if (isQuoted && i < text.Length)
            {
                if (character != '"')
                {
                    value.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    value.Append(text[++i]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (character == '"' && value.Length == 0 && !wasQuoted)
            {
                (isQuoted, wasQuoted) = (true, true);
            }
            else if (character is ',' or '\n')
            {
                if (character == '\n' && !wasQuoted && value.Length > 0 && value[^1] == '\r')
                {
                    value.Length--;
                }

                if (character == ',' || record.Count > 0 || value.Length > 0 || wasQuoted)
                {
                    record.Add(value.ToString());
                }

                value.Clear();
                (isQuoted, wasQuoted) = (false, false);
                if (character == '\n' && record.Count > 0)
                {
                    yield return [.. record];
                    record.Clear();
                }
            }
            else if (!(wasQuoted && character == '\r'))
            {
                value.Append(character);
            }
        }
    }
}
