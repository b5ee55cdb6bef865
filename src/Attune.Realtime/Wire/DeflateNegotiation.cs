using System.Globalization;

namespace Attune.Realtime.Wire;

/// <summary>
/// Negotiates permessage-deflate (RFC 7692) without context takeover on either side: the server sends one compressed frame to many clients, and
/// keeps no window for a client that is silent.
/// </summary>
internal static class DeflateNegotiation
{
    private const string Extension = "permessage-deflate";
    private const string ServerNoContextTakeover = "server_no_context_takeover";
    private const string ClientNoContextTakeover = "client_no_context_takeover";
    private const string ServerMaxWindowBits = "server_max_window_bits";
    private const string ClientMaxWindowBits = "client_max_window_bits";
    private const int MinWindowBits = 8;
    private const int MaxWindowBits = 15;
    private const string Accepted = $"{Extension}; {ServerNoContextTakeover}; {ClientNoContextTakeover}";

    /// <summary>Value of the answer's <c>Sec-WebSocket-Extensions</c> for the first offer that can be taken; null when there is none.</summary>
    public static string? Answer(IEnumerable<string?> headerLines) =>
        ExtensionOffer.ReadAll(headerLines)
            .Where(offer => string.Equals(offer.Name, Extension, StringComparison.OrdinalIgnoreCase))
            .Select(Answer)
            .FirstOrDefault(answer => answer is not null);

    private static string? Answer(ExtensionOffer offer)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var answer = Accepted;
        foreach (var (name, value) in offer.Parameters)
        {
            if (!seen.Add(name))
            {
                return null;
            }

#pragma warning disable CA1308 // The names are lower case in the specification.
            switch (name.ToLowerInvariant())
#pragma warning restore CA1308
            {
                case ServerNoContextTakeover or ClientNoContextTakeover when value is null:
                // A client that may use a smaller window may do so unasked; inflating uses the largest.
                case ClientMaxWindowBits when value is null || WindowBits(value) is not null:
                    break;
                // .NET deflates with the largest window only; the client must be told that the limit is kept.
                case ServerMaxWindowBits when value is not null && WindowBits(value) == MaxWindowBits:
                    answer = $"{Accepted}; {ServerMaxWindowBits}={MaxWindowBits}";
                    break;
                default:
                    return null;
            }
        }

        return answer;
    }

    private static int? WindowBits(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is >= MinWindowBits and <= MaxWindowBits && value[0] != '0'
            ? bits
            : null;
}
