using System.Text;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>Gives the same string for the same short text that came lately, so that fields with few values allocate nothing. Not thread-safe.</summary>
internal sealed class TextPool
{
    private const int MaxLength = 64;
    private const int Slots = 4096;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string?[] _slots = new string?[Slots];

    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength || !Ascii.IsValid(utf8))
        {
            return StrictUtf8.GetString(utf8);
        }

        ref var slot = ref _slots[Hash(utf8) & (Slots - 1)];
        return slot is not null && Ascii.Equals(utf8, slot) ? slot : slot = Encoding.ASCII.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var unit in bytes)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
