using System.Text;

namespace Attune.Realtime.Wire;

/// <summary>One offer of the header <c>Sec-WebSocket-Extensions</c> (RFC 6455, 9.1): a name and its parameters as they were written.</summary>
/// <param name="Name">Name of the extension.</param>
/// <param name="Parameters">Names and values, quotes removed; a null value where there is none.</param>
internal sealed record ExtensionOffer(string Name, IReadOnlyList<KeyValuePair<string, string?>> Parameters)
{
    /// <summary>Reads the offers in their order; those that cannot be read are left out.</summary>
    public static IEnumerable<ExtensionOffer> ReadAll(IEnumerable<string?> headerLines)
    {
        foreach (var line in headerLines)
        {
            foreach (var offer in Split(line ?? "", ','))
            {
                if (Read(offer) is { } read)
                {
                    yield return read;
                }
            }
        }
    }

    private static ExtensionOffer? Read(string offer)
    {
        var parts = Split(offer, ';');
        if (!IsToken(parts[0]))
        {
            return null;
        }

        var parameters = new List<KeyValuePair<string, string?>>();
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=');
            var name = (equals < 0 ? part : part[..equals]).Trim();
            var value = equals < 0 ? null : Unquote(part[(equals + 1)..].Trim());
            if (!IsToken(name) || (value is not null && !IsToken(value)))
            {
                return null;
            }

            parameters.Add(new(name, value));
        }

        return new ExtensionOffer(parts[0], parameters);
    }

    /// <summary>Parts between separators that are not quoted, trimmed; always at least one.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == separator && !quoted)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    private static string Unquote(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        var plain = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length - 1)
            {
                i++;
            }

            plain.Append(value[i]);
        }

        return plain.ToString();
    }

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal));
}
