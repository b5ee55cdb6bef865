using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Attune.Lab.Load;

/// <summary>Names of failures by exception; those of the network as <see cref="NetworkCauses"/> has them.</summary>
internal static class ExceptionCauses
{
    public static string Of(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case OperationCanceledException or TimeoutException:
                    return "timeout";
                case SocketException socket:
                    return Of(socket.SocketErrorCode);
                case AuthenticationException:
                    return "tls: " + FirstSentence(cause.Message);
                case HttpIOException { HttpRequestError: var kind }:
                    return Of(kind);
                case WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely }:
                    return "connection closed";
            }
        }

        return error switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var kind } => Of(kind),
            _ => FirstSentence(error.Message),
        };
    }

    private static string Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "connection reset",
        SocketError.TimedOut => "connect timeout",
        SocketError.TooManyOpenSockets => "too many open files",
        SocketError.AddressNotAvailable => "no free local port",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.HostUnreachable => "host unreachable",
        _ => error.ToString(),
    };

    private static string Of(HttpRequestError error) => error switch
    {
        HttpRequestError.ResponseEnded => "connection closed",
        HttpRequestError.InvalidResponse => "malformed answer",
        HttpRequestError.HttpProtocolError => "http/2 protocol error",
        HttpRequestError.VersionNegotiationError => "the server does not speak this version of http",
        HttpRequestError.SecureConnectionError => "tls failed",
        HttpRequestError.ConnectionError => "connection failed",
        _ => error.ToString(),
    };

    private static string FirstSentence(string message)
    {
        var end = message.AsSpan().IndexOfAny(".:\n");
        return (end > 0 ? message[..end] : message) is { Length: > 100 } text ? text[..100] : end > 0 ? message[..end] : message;
    }
}
