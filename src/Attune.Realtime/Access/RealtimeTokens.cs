using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Realtime.Channels;

namespace Attune.Realtime.Access;

/// <summary>Issues and reads signed tokens: they say who a client is, which channels it may read and until when.</summary>
/// <remarks>
/// A token is <c>at1.PAYLOAD.SIGNATURE</c>, both parts base64url (RFC 4648, section 5) without padding: a JSON object with <c>sub</c>,
/// <c>channels</c> and <c>exp</c> (seconds since 1970), and the HMAC-SHA256 of all that stands before the last dot. Each token has
/// exactly one spelling. Thread-safe.
/// </remarks>
public sealed class RealtimeTokens
{
    /// <summary>Least length of the key, in bytes.</summary>
    public const int MinKeyLength = 32;

    /// <summary>Longest token that is issued or read, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Longest subject, in characters.</summary>
    public const int MaxSubjectLength = 256;

    private const string Prefix = "at1.";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _key;
    private readonly TimeProvider _time;

    /// <param name="signingKey">At least <see cref="MinKeyLength"/> random bytes, known to nobody else; copied.</param>
    /// <param name="time">The clock by which tokens expire.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public RealtimeTokens(ReadOnlySpan<byte> signingKey, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (signingKey.Length < MinKeyLength)
        {
            throw new ArgumentException($"The signing key needs at least {MinKeyLength} bytes.", nameof(signingKey));
        }

        (_key, _time) = (signingKey.ToArray(), time);
    }

    /// <summary>A new token.</summary>
    /// <param name="subject">Who gets it, 1 to <see cref="MaxSubjectLength"/> characters; a log may hold it.</param>
    /// <param name="channels">The channels that may be read, at least one name or pattern.</param>
    /// <param name="lifetime">How long it is good, at least one second; the end is rounded down to a second.</param>
    /// <exception cref="ArgumentException">An argument is out of its limits, or the token would be longer than <see cref="MaxLength"/>.</exception>
    public string Issue(string subject, IReadOnlyList<ChannelPattern> channels, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject.Length, MaxSubjectLength, nameof(subject));
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentOutOfRangeException.ThrowIfZero(channels.Count, nameof(channels));
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        var now = _time.GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, DateTimeOffset.MaxValue - now);

        using var payload = new MemoryStream();
        using (var writer = new Utf8JsonWriter(payload, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("sub"u8, StrictUtf8.GetBytes(subject));
            writer.WriteStartArray("channels"u8);
            foreach (var channel in channels)
            {
                writer.WriteStringValue(channel.Text);
            }

            writer.WriteEndArray();
            writer.WriteNumber("exp"u8, (now + lifetime).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        var signed = Prefix + Base64Url.EncodeToString(payload.ToArray());
        var token = $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
        return token.Length <= MaxLength
            ? token
            : throw new ArgumentException($"The token would be longer than {MaxLength.ToString("N0", CultureInfo.InvariantCulture)} characters: name fewer channels.", nameof(channels));
    }

    /// <summary>Who the token says its bearer is; null when it is not one of ours, was changed, or has expired.</summary>
    public RealtimeIdentity? Read(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var dot = token.LastIndexOf('.');
        if (token.Length > MaxLength || !token.StartsWith(Prefix, StringComparison.Ordinal) || dot < Prefix.Length)
        {
            return null;
        }

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Ascii.IsValid(token)
            && TryDecode(token.AsSpan(dot + 1), signature, out var signatureLength) && signatureLength == signature.Length
            && CryptographicOperations.FixedTimeEquals(signature, Sign(token[..dot]))
            ? ReadPayload(token.AsSpan()[Prefix.Length..dot])
            : null;
    }

    private RealtimeIdentity? ReadPayload(ReadOnlySpan<char> encoded)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(encoded.Length)];
        if (!TryDecode(encoded, bytes, out var length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("sub"u8, out var sub) || sub.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("channels"u8, out var channels) || channels.ValueKind != JsonValueKind.Array
                || !root.TryGetProperty("exp"u8, out var exp) || exp.ValueKind != JsonValueKind.Number || !exp.TryGetInt64(out var seconds))
            {
                return null;
            }

            if (seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || DateTimeOffset.FromUnixTimeSeconds(seconds) <= _time.GetUtcNow())
            {
                return null;
            }

            var patterns = new List<ChannelPattern>(channels.GetArrayLength());
            foreach (var channel in channels.EnumerateArray())
            {
                if (channel.ValueKind != JsonValueKind.String || !ChannelPattern.TryParse(channel.GetString(), out var pattern))
                {
                    return null;
                }

                patterns.Add(pattern);
            }

            return new RealtimeIdentity(sub.GetString()!, patterns, DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Signed with our key and yet no payload of ours: another program shares the key.
            return null;
        }
    }

    /// <summary>
    /// Strict: no white space, no padding, and no spare bits in the last character, which other decoders pass over so that several
    /// spellings would stand for one token.
    /// </summary>
    private static bool TryDecode(ReadOnlySpan<char> encoded, Span<byte> bytes, out int length)
    {
        return Base64Url.DecodeFromChars(encoded, bytes, out _, out length) == OperationStatus.Done
            && encoded.SequenceEqual(Base64Url.EncodeToString(bytes[..length]));
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text));
}
