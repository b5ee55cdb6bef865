using System.Net;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>
/// A page of another site must not reach a loopback server under a name of its own (DNS rebinding): such a server answers to loopback
/// names only. One that others may reach is protected by its key, and its names are not known here.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, ServerOptions options)
{
    private readonly bool _isLoopback = IPAddress.IsLoopback(options.ParsedAddress!);

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        return !_isLoopback || host.Length == 0 || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? next(context)
            : Results.Problem("This server answers to the names of this machine's loopback addresses only.", statusCode: StatusCodes.Status400BadRequest)
                .ExecuteAsync(context);
    }
}
