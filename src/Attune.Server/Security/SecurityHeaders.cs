using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>Adds the security headers to every response, also to those that an error or a refusal wrote.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the exception handler clears what was set before.
        context.Response.OnStarting(static state => Add((HttpContext)state), context);
        return next(context);
    }

    private static Task Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (!context.Request.Path.StartsWithSegments("/lib", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
