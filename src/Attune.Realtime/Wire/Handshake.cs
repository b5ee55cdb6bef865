using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Attune.Realtime.Wire;

/// <summary>What was agreed on with a client before its first frame.</summary>
/// <param name="Network">The stream of frames.</param>
/// <param name="Subprotocol">The subprotocol; null when the client named none.</param>
/// <param name="Deflate">True when permessage-deflate is used.</param>
internal sealed record Handshake(Stream Network, string? Subprotocol, bool Deflate)
{
    private const string WebSocket = "websocket";
    private const string Version = "13";
    private const int KeyBytes = 16;

    /// <summary>Appended to a client's key before it is hashed (RFC 6455, 1.3).</summary>
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Answers a request that opens a WebSocket, over HTTP/1.1 (RFC 6455) or HTTP/2 (RFC 8441); any other is answered with a problem, and null is returned.</summary>
    public static async ValueTask<Handshake?> AnswerAsync(HttpContext context, WireOptions options)
    {
        var (request, response) = (context.Request, context.Response);
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        if (connect is not { IsExtendedConnect: true })
        {
            connect = null;
        }

        var upgrade = connect is null ? context.Features.Get<IHttpUpgradeFeature>() : null;
        if (!(connect is not null ? string.Equals(connect.Protocol, WebSocket, StringComparison.OrdinalIgnoreCase) : IsUpgrade(request, upgrade)))
        {
            response.Headers.Upgrade = WebSocket;
            return await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket only.");
        }

        if (request.Headers.SecWebSocketVersion != Version)
        {
            response.Headers.Upgrade = WebSocket;
            response.Headers.SecWebSocketVersion = Version;
            return await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, $"Only version {Version} of WebSocket is spoken here.");
        }

        var key = request.Headers.SecWebSocketKey;
        if (upgrade is not null && !IsKey(key))
        {
            return await RefuseAsync(context, StatusCodes.Status400BadRequest, $"Sec-WebSocket-Key must be {KeyBytes} bytes in base64.");
        }

        var offered = Tokens(request.Headers.SecWebSocketProtocol).ToList();
        var subprotocol = offered.Find(options.Subprotocols.Contains);
        if (offered.Count > 0 && subprotocol is null)
        {
            return await RefuseAsync(context, StatusCodes.Status400BadRequest, $"None of the offered subprotocols is spoken here; these are: {string.Join(", ", options.Subprotocols)}.");
        }

        var extension = options.Compression ? DeflateNegotiation.Answer(request.Headers.SecWebSocketExtensions) : null;
        if (subprotocol is not null)
        {
            response.Headers.SecWebSocketProtocol = subprotocol;
        }

        if (extension is not null)
        {
            response.Headers.SecWebSocketExtensions = extension;
        }

        if (upgrade is null)
        {
            return new Handshake(await connect!.AcceptAsync(), subprotocol, extension is not null);
        }

        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = WebSocket;
        response.Headers.SecWebSocketAccept = Accept(key.ToString().Trim());
        try
        {
            return new Handshake(await upgrade.UpgradeAsync(), subprotocol, extension is not null);
        }
        catch (InvalidOperationException) when (!response.HasStarted)
        {
            // Kestrel's limit of upgraded connections.
            response.Clear();
            return await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "As many connections as allowed are open; try again later.");
        }
    }

    private static bool IsUpgrade(HttpRequest request, IHttpUpgradeFeature? upgrade) =>
        upgrade is { IsUpgradableRequest: true }
        && HttpMethods.IsGet(request.Method)
        && Tokens(request.Headers.Connection).Contains("Upgrade", StringComparer.OrdinalIgnoreCase)
        && Tokens(request.Headers.Upgrade).Contains(WebSocket, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(StringValues values)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        return values.Count == 1 && Convert.TryFromBase64String(values.ToString(), key, out var length) && length == KeyBytes;
    }

    private static string Accept(string key)
    {
#pragma warning disable CA5350 // The specification asks for SHA-1; it protects nothing, it shows that the server knows the protocol.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350
    }

    private static IEnumerable<string> Tokens(StringValues lines) =>
        lines.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static async ValueTask<Handshake?> RefuseAsync(HttpContext context, int status, string detail)
    {
        await Results.Problem(detail, statusCode: status).ExecuteAsync(context);
        return null;
    }
}
