using Attune.Realtime.Access;
using Attune.Realtime.Sessions;
using Attune.Realtime.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attune.Realtime;

/// <summary>Maps the hub's WebSocket endpoint.</summary>
public static class RealtimeEndpointExtensions
{
    /// <summary>The subprotocol that names this version of the protocol.</summary>
    public const string Subprotocol = "attune.v1";

    /// <summary>A WebSocket begins with GET over HTTP/1.1 (RFC 6455) and with CONNECT over HTTP/2 (RFC 8441).</summary>
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    /// <summary>
    /// Maps the WebSocket endpoint of the <see cref="RealtimeHub"/> among the services. An <see cref="IRealtimeAuthenticator"/> among them says who clients are; without one
    /// everybody may read everything. Pages of other origins are refused unless <see cref="RealtimeOptions.AllowedOrigins"/> names them, because browsers let any page open a
    /// WebSocket to any host. When the host stops, clients get what waits for them and are told so.
    /// </summary>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, string path)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var hub = services.GetRequiredService<RealtimeHub>();
        var authenticator = services.GetService<IRealtimeAuthenticator>() ?? new OpenAuthenticator();
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(hub.Drain);
        return endpoints.MapMethods(path, Methods, context => HandleAsync(context, hub, authenticator)).ExcludeFromDescription();
    }

    private static async Task HandleAsync(HttpContext context, RealtimeHub hub, IRealtimeAuthenticator authenticator)
    {
        var options = hub.Options;
        if (!OriginPolicy.Allows(context.Request, options.Origins))
        {
            await RefuseAsync(context, hub, "origin", StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");
            return;
        }

        var address = context.Connection.RemoteIpAddress;
        if (!hub.Addresses.TryEnter(address))
        {
            await RefuseAsync(context, hub, "address", StatusCodes.Status429TooManyRequests, $"At most {options.MaxClientsPerAddress} clients of one address may be connected.");
            return;
        }

        try
        {
            await ServeAsync(context, hub, authenticator);
        }
        finally
        {
            hub.Addresses.Leave(address);
        }
    }

    private static async Task ServeAsync(HttpContext context, RealtimeHub hub, IRealtimeAuthenticator authenticator)
    {
        var options = hub.Options;
        if (!hub.HasRoom)
        {
            await RefuseAsync(context, hub, "full", StatusCodes.Status503ServiceUnavailable, "As many clients as allowed are connected; try again later.");
            return;
        }

        var identity = authenticator.Connect(context);
        await using var connection = await WireConnection.AcceptAsync(context, new WireOptions(options.MaxMessageBytes, [Subprotocol], options.Compression, hub.Settings.Time, options.SendBufferBytes));
        if (connection is null)
        {
            return;
        }

        if (hub.TryConnect(connection.Transport, connection.Deflate, identity, () => connection.LastHeard) is not { } client)
        {
            // Between the look and the handshake others came, or the server began to stop.
            hub.Settings.Meter.Refused("full");
            try
            {
                await connection.Transport.SendAsync(WebSocketFrames.Close(CloseCodes.TryAgainLater, "Try again later."), context.RequestAborted);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // It has gone by itself.
            }

            return;
        }

        try
        {
            await new ClientSession(client, connection, hub, authenticator).RunAsync();
        }
        finally
        {
            hub.Disconnect(client);
            if (!client.Outbox.Ended.IsCompleted)
            {
                // A send is under way. The connection's objects may serve others after this request, so nobody may use them any more.
                client.Abort();
                await client.Outbox.Ended;
            }
        }
    }

    private static Task RefuseAsync(HttpContext context, RealtimeHub hub, string reason, int status, string detail)
    {
        hub.Settings.Meter.Refused(reason);
        if (status != StatusCodes.Status403Forbidden)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }
}
