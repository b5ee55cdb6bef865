using System.Buffers;

namespace Attune.Streaming.Mail.Headers;

/// <summary>Finds the domain of the address in a <c>From</c> field.</summary>
internal static class SenderAddress
{
    private const int MaxLength = 255;
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n,;");

    /// <summary>The lower-case domain; empty when there is no address. Quoted names and comments may hold other addresses and are passed over.</summary>
    public static string DomainOf(ReadOnlySpan<char> value)
    {
        var isQuoted = false;
        var depth = 0;
        var at = -1;
        var hasAngle = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '"' && depth == 0)
            {
                isQuoted = !isQuoted;
            }
            else if (c == '<')
            {
                // An unclosed quote must not hide the address itself.
                (isQuoted, depth, hasAngle, at) = (false, 0, true, -1);
            }
            else if (isQuoted)
            {
                continue;
            }
            else if (c is '(' or ')')
            {
                depth = Math.Max(0, depth + (c == '(' ? 1 : -1));
            }
            else if (c == '@' && depth == 0 && (at < 0 || hasAngle || !value[at..i].ContainsAny(Separators)))
            {
                at = i;
            }
            else if (c == '>' && at >= 0)
            {
                break;
            }
        }

        return Domain(value[((at < 0 ? value.LastIndexOf('@') : at) + 1)..], at >= 0 || value.Contains('@'));
    }

    private static string Domain(ReadOnlySpan<char> rest, bool hasAddress)
    {
        if (!hasAddress)
        {
            return string.Empty;
        }

        rest = rest.TrimStart();
        var length = 0;
        while (length < rest.Length && length < MaxLength && (char.IsLetterOrDigit(rest[length]) || rest[length] is '.' or '-' or '_' or '[' or ']' or ':'))
        {
            length++;
        }

        var domain = rest[..length].Trim(".-:");
        return string.Create(domain.Length, domain, static (target, source) => source.ToLowerInvariant(target));
    }
}
