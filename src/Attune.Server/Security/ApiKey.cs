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

    public bool Matches(HttpRequest request)
    {
        if (_hash is null)
        {
            return true;
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _hash);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
