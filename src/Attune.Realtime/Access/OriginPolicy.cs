using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Access;

/// <summary>
/// Which pages may connect. Browsers let any page open a WebSocket to any host, and say only in the header <c>Origin</c> which page it
/// is; programs that are no browser send none.
/// </summary>
internal static class OriginPolicy
{
    /// <summary>Stands for every origin.</summary>
    public const string Any = "*";

    /// <summary>True when a list of allowed origins may hold this: <see cref="Any"/> or <c>scheme://host[:port]</c>.</summary>
    public static bool IsValid(string? origin) => origin == Any || Normalize(origin) is not null;

    /// <summary>True when the options let the page of the request connect.</summary>
    public static bool Allows(HttpRequest request, RealtimeOptions options) =>
        Allows(request, options.AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>True when there is no origin, it is that of the host which is asked, or it is listed.</summary>
    /// <param name="request">The request that wants to become a WebSocket.</param>
    /// <param name="allowedOrigins">Origins as <c>scheme://host[:port]</c>, exactly; <see cref="Any"/> for all.</param>
    public static bool Allows(HttpRequest request, IReadOnlyList<string> allowedOrigins)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0 || allowedOrigins.Contains(Any))
        {
            return true;
        }

        return origins.Count == 1
            && Normalize(origins[0]) is { } page
            && (IsSame(page, request) || allowedOrigins.Any(allowed => string.Equals(Normalize(allowed), page, StringComparison.Ordinal)));
    }

    /// <summary>The schemes are not compared: behind a proxy that ends TLS the page has https and the request http.</summary>
    private static bool IsSame(string page, HttpRequest request) =>
        request.Host.HasValue
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var host)
        && string.Equals(new Uri(page).Authority, host.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>In small letters, a name in its ASCII form, without the port that the scheme has anyway; null when it is no origin.</summary>
    private static string? Normalize(string? origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || !origin!.Contains("://", StringComparison.Ordinal)
            || uri.Authority.Length == 0 || uri.UserInfo.Length > 0 || uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        var host = uri.HostNameType == UriHostNameType.Dns ? uri.IdnHost : uri.Host;
        return $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}".ToLowerInvariant();
    }
}
