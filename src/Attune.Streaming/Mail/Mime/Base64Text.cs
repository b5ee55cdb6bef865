namespace Attune.Streaming.Mail.Mime;

/// <summary>Decodes base64 (RFC 4648) that mail has damaged: foreign characters are passed over and padding may be missing.</summary>
internal static class Base64Text
{
    /// <summary>Writes the bytes to <paramref name="target"/>, which needs three quarters of the length, and returns their number. Decoding ends at the padding.</summary>
    public static int Decode(ReadOnlySpan<char> text, Span<byte> target)
    {
        var bits = 0;
        var pending = 0;
        var written = 0;
        foreach (var c in text)
        {
            var value = ValueOf(c);
            if (value < 0)
            {
                if (c == '=' && pending is 2 or 4)
                {
                    break;
                }

                continue;
            }

            bits = (bits << 6) | value;
            pending += 6;
            if (pending >= 8)
            {
                pending -= 8;
                target[written++] = (byte)(bits >> pending);
            }

            bits &= (1 << pending) - 1;
        }

        return written;
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
