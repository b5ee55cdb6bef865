using Attune.Realtime.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attune.Realtime;

/// <summary>Maps the hub's WebSocket endpoint.</summary>
public static class RealtimeEndpointExtensions
{
    /// <summary>A WebSocket begins with GET over HTTP/1.1 (RFC 6455) and with CONNECT over HTTP/2 (RFC 8441).</summary>
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    /// <summary>
    /// Maps the WebSocket endpoint. Clients send <c>{"type":"subscribe","channels":["flows"]}</c>, <c>unsubscribe</c> and <c>ping</c>.
    /// A browser page of another origin is refused, because browsers let any page open a WebSocket to any host.
    /// </summary>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapMethods(path, Methods, HandleAsync).ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Results.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status426UpgradeRequired).ExecuteAsync(context);
            return;
        }

        if (!IsSameOrigin(context.Request))
        {
            await Results.Problem("Pages of another origin may not connect.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        var hub = context.RequestServices.GetRequiredService<RealtimeHub>();
        var options = context.RequestServices.GetRequiredService<RealtimeOptions>();
        using var client = hub.TryConnect();
        if (client is null)
        {
            await Results.Problem("As many clients as allowed are connected; try again later.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = options.KeepAlive, KeepAliveTimeout = options.KeepAlive * 2 });
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await new WebSocketSession(socket, client, options.MaxMessageBytes, time).RunAsync(stopping, context.RequestAborted);
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var host)
                && string.Equals(page.Authority, host.Authority, StringComparison.OrdinalIgnoreCase));
    }
}
