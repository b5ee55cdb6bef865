namespace Attune.Streaming.Mail.Received;

/// <summary>Reads the host after <c>by</c>: lower-case name or canonical address.</summary>
internal static class HopDestination
{
    private const int MaxLength = 255;

    public static string Read(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.StartsWith("[") && HopAddress.Read(StripTag(text[1..]), isBracketed: true, out _, out var address) == HopAddressKind.Valid)
        {
            return address;
        }

        text = text.TrimStart("[\"'<");
        var length = 0;
        while (length < text.Length && length < MaxLength && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '.' or '-' or '_' or ':'))
        {
            length++;
        }

        var name = text[..length].TrimEnd(".:-");
        if (HopAddress.Read(name, isBracketed: false, out _, out address) == HopAddressKind.Valid)
        {
            return address;
        }

        return string.Create(name.Length, name, static (target, source) => source.ToLowerInvariant(target));
    }

    private static ReadOnlySpan<char> StripTag(ReadOnlySpan<char> text) =>
        text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text["IPv6:".Length..] : text;
}
