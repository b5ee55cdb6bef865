using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attune.Streaming.Mail.Received;

/// <summary>Reads one network address and gives it its canonical text: dotted quad or RFC 5952.</summary>
/// <remarks>Leading zeros are decimal, not octal; an IPv4 address mapped into IPv6 (<c>::ffff:1.2.3.4</c>) becomes the IPv4 address it is.</remarks>
internal static class HopAddress
{
    private const int MaxIPv6Length = 45;

    /// <summary>Reads the address at the start of <paramref name="text"/>; <paramref name="length"/> is how much of it was looked at.</summary>
    public static HopAddressKind Read(ReadOnlySpan<char> text, bool isBracketed, out int length, out string address)
    {
        address = string.Empty;
        length = 0;
        while (length < text.Length && length <= MaxIPv6Length && (char.IsAsciiHexDigit(text[length]) || text[length] is ':' or '.'))
        {
            length++;
        }

        var token = text[..length].TrimEnd('.');
        if (TryReadIPv4(token, out var kind, out address))
        {
            return IsEnd(text[length..], isBracketed) ? kind : HopAddressKind.None;
        }

        if (token.Count(':') >= 2 && IsEnd(text[length..], isBracketed) && TryReadIPv6(token, out address))
        {
            return HopAddressKind.Valid;
        }

        address = string.Empty;
        return HopAddressKind.None;
    }

    private static bool IsEnd(ReadOnlySpan<char> rest, bool isBracketed) =>
        rest.IsEmpty || isBracketed || !(char.IsAsciiLetterOrDigit(rest[0]) || rest[0] is '-' or '_');

    private static bool TryReadIPv4(ReadOnlySpan<char> token, out HopAddressKind kind, out string address)
    {
        Span<int> octets = stackalloc int[4];
        kind = HopAddressKind.None;
        address = string.Empty;
        var position = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            var digits = 0;
            var value = 0;
            while (position < token.Length && char.IsAsciiDigit(token[position]))
            {
                value = Math.Min((value * 10) + (token[position] - '0'), 100_000);
                digits++;
                position++;
            }

            var isSeparated = i == 3 || (position < token.Length && token[position++] == '.');
            if (digits == 0 || !isSeparated)
            {
                return false;
            }

            octets[i] = value;
        }

        // "1.2.3.4:25" carries a port; "1.2.3.4.5" and "1.2.3.4a" are names or versions.
        if (position < token.Length && token[position] != ':')
        {
            return false;
        }

        kind = octets.ContainsAnyExceptInRange(0, 255) ? HopAddressKind.Malformed : HopAddressKind.Valid;
        address = kind == HopAddressKind.Valid
            ? string.Create(CultureInfo.InvariantCulture, $"{octets[0]}.{octets[1]}.{octets[2]}.{octets[3]}")
            : string.Empty;
        return true;
    }

    private static bool TryReadIPv6(ReadOnlySpan<char> token, out string address)
    {
        address = string.Empty;
        if (!IPAddress.TryParse(token, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4().ToString() : parsed.ToString();
        return true;
    }
}
