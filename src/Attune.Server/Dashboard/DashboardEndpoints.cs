using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Attune.Server.Dashboard;

/// <summary>Serves the page from the assembly: a fixed list of files that was made at build time, so no path leads anywhere else.</summary>
internal static class DashboardEndpoints
{
    private const string Prefix = "dashboard/";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var path = name[Prefix.Length..].Replace('\\', '/');
            var file = new Lazy<(byte[] Content, EntityTagHeaderValue Tag)>(() => Read(assembly, name));
            endpoints.MapMethods(path == "index.html" ? "/" : "/" + path, [HttpMethods.Get, HttpMethods.Head], () =>
            {
                var (content, tag) = file.Value;
                return Results.Bytes(content, ContentTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream"), entityTag: tag);
            }).ExcludeFromDescription();
        }
    }

    private static (byte[] Content, EntityTagHeaderValue Tag) Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""));
    }
}
