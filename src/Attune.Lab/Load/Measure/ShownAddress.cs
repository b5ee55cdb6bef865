namespace Attune.Lab.Load;

/// <summary>An address as reports show it: without user info, and with the names of the query's values only, which may be secrets.</summary>
internal static class ShownAddress
{
    private const string Hidden = "=…";

    public static string Of(Uri address)
    {
        var path = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var names = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0] + Hidden);
        return address.Query.Length > 1 ? $"{path}?{string.Join('&', names)}" : path;
    }
}
