using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>Asks for the key wherever something of value is.</summary>
internal sealed class KeyGuard(RequestDelegate next, ApiKey key, WebSocketTickets tickets)
{
    private static readonly string[] Guarded = ["/v1", "/ws", "/metrics", "/openapi"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsKey(context.Request) && !key.Matches(context.Request) && !HasTicket(context.Request))
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

    private bool HasTicket(HttpRequest request) =>
        request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase)
        && request.Query["ticket"] is [{ } ticket]
        && tickets.Redeem(ticket);
}
