using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>Adds the security headers to every response, and asks for the key wherever something of value is.</summary>
internal sealed class SecurityMiddleware(RequestDelegate next, ApiKey key, WebSocketTickets tickets)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    private static readonly string[] Guarded = ["/v1", "/ws", "/metrics", "/openapi"];

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (NeedsKey(context.Request) && !key.Matches(context.Request) && !HasTicket(context.Request))
        {
            headers.WWWAuthenticate = "ApiKey";
            await Results.Problem(
                "This server asks for a key: send the header 'Authorization: ApiKey KEY'.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            return;
        }

        if (!context.Request.Path.StartsWithSegments("/lib", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }

        await next(context);
    }

    private bool NeedsKey(HttpRequest request) =>
        key.IsRequired && Guarded.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private bool HasTicket(HttpRequest request) =>
        request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase)
        && request.Query["ticket"] is [{ } ticket]
        && tickets.Redeem(ticket);
}
