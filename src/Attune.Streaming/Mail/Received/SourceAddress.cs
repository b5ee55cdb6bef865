namespace Attune.Streaming.Mail.Received;

/// <summary>Picks the sending host's address from the from part of a <c>Received</c> line.</summary>
/// <remarks>
/// An address in a comment was recorded by the receiving host and beats one outside, which may be what the sender called itself;
/// brackets beat bare digits; what follows <c>HELO</c> is a mere claim and comes last. Of equals the first wins. The best
/// candidate decides: when it is malformed the line is forged or damaged, and no weaker one is believed.
/// </remarks>
internal static class SourceAddress
{
    private const int NoRank = int.MaxValue;

    public static bool TryFind(ReadOnlySpan<char> part, out string address, out bool isMalformed)
    {
        var best = NoRank;
        var bestAddress = string.Empty;
        var depth = 0;
        for (var i = 0; i < part.Length;)
        {
            var c = part[i];
            depth = c switch { '(' => depth + 1, ')' => Math.Max(0, depth - 1), _ => depth };
            if (!IsStart(part, i) || !TryReadAt(part, i, out var candidate, out var end))
            {
                i++;
                continue;
            }

            var rank = Rank(part, i, depth, c == '[');
            if (rank < best)
            {
                best = rank;
                bestAddress = candidate;
            }

            i = end;
        }

        address = bestAddress;
        isMalformed = best != NoRank && bestAddress.Length == 0;
        return bestAddress.Length > 0;
    }

    private static bool IsStart(ReadOnlySpan<char> part, int i) =>
        part[i] == '['
        || ((char.IsAsciiHexDigit(part[i]) || part[i] == ':') && (i == 0 || !(char.IsAsciiLetterOrDigit(part[i - 1]) || part[i - 1] is '.' or '-' or '_' or ':')));

    private static bool TryReadAt(ReadOnlySpan<char> part, int start, out string address, out int end)
    {
        const string ipv6Tag = "IPv6:";
        var isBracketed = part[start] == '[';
        var first = isBracketed ? start + 1 : start;
        var rest = part[first..];
        var isTagged = isBracketed && rest.StartsWith(ipv6Tag, StringComparison.OrdinalIgnoreCase);
        first += isTagged ? ipv6Tag.Length : 0;
        var result = HopAddress.Read(part[first..], isBracketed, out var length, out address);
        end = first + length;
        return result switch
        {
            HopAddressKind.Valid => true,
            HopAddressKind.Malformed => true,
            _ => isTagged && end > start,
        };
    }

    private static int Rank(ReadOnlySpan<char> part, int start, int depth, bool isBracketed)
    {
        var before = part[..start].TrimEnd(" ?\"'[=");
        if (EndsWith(before, "helo") || EndsWith(before, "ehlo") || EndsWith(before, "for"))
        {
            return 4;
        }

        return (depth > 0 ? 0 : 2) + (isBracketed ? 0 : 1);
    }

    private static bool EndsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> word) => text.EndsWith(word, StringComparison.OrdinalIgnoreCase);
}
