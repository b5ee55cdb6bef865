using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>Asks for the key wherever something of value is.</summary>
internal sealed class KeyGuard(RequestDelegate next, ApiKey key)
{
    private static readonly string[] Guarded = ["/v1", "/ws", "/metrics", "/openapi"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsKey(context.Request) && !key.Matches(context.Request) && !MayAskLater(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "ApiKey";
            await Results.Problem(
                "This server asks for a key: send the header 'Authorization: ApiKey KEY'.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private bool NeedsKey(HttpRequest request) =>
        key.IsRequired && Guarded.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>A browser cannot send the header with a WebSocket: the live feed asks for the key inside the connection. One that sends the header means it.</summary>
    private static bool MayAskLater(HttpRequest request) =>
        request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase) && request.Headers.Authorization.Count == 0;
}
