using System.Security.Cryptography;
using System.Text;
using Attune.Realtime.Access;

namespace Attune.Server.Security;

/// <summary>
/// The tokens of the live feed. They are signed with a key that is the same after a restart: the option <c>server.token_key</c>, or one that is derived from the API key, so that
/// tokens end when that key is changed.
/// </summary>
internal sealed class TokenSigner(ServerOptions options, TimeProvider time)
{
    /// <summary>Null when there is neither key.</summary>
    public RealtimeTokens? Tokens { get; } = KeyOf(options) is { } key ? new RealtimeTokens(key, time) : null;

    private static byte[]? KeyOf(ServerOptions options)
    {
        if (options.TokenKey.Length > 0)
        {
            return Convert.FromBase64String(options.TokenKey);
        }

        return options.ApiKey.Length == 0
            ? null
            : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.ApiKey), RealtimeTokens.MinKeyLength, info: "attune realtime tokens v1"u8.ToArray());
    }
}
