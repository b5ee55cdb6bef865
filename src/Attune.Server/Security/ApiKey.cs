using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>The key that requests must carry. Comparison takes the same time whatever is sent.</summary>
internal sealed class ApiKey
{
    private const string Scheme = "ApiKey ";
    private readonly byte[]? _hash;

    public ApiKey(string key) => _hash = key.Length == 0 ? null : Hash(key);

    public bool IsRequired => _hash is not null;

    /// <summary>True when the request carries the key, or needs none.</summary>
    public bool Matches(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return !IsRequired || (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Matches(header[Scheme.Length..].Trim()));
    }

    /// <summary>True when this is the key, or none is needed.</summary>
    public bool Matches(string sent) => _hash is null || CryptographicOperations.FixedTimeEquals(Hash(sent), _hash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
