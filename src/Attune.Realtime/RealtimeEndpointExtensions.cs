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
    /// <summary>
    /// Maps the WebSocket endpoint. Clients send <c>{"type":"subscribe","channels":["flows"]}</c>, <c>unsubscribe</c> and <c>ping</c>.
    /// A browser page of another origin is refused, because browsers let any page open a WebSocket to any host.
    /// </summary>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapGet(path, HandleAsync).ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
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

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = options.KeepAlive });
        await new WebSocketSession(socket, client, options.MaxMessageBytes).RunAsync(ended.Token);
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, new Uri($"{request.Scheme}://{request.Host}").Authority, StringComparison.OrdinalIgnoreCase));
    }
}
