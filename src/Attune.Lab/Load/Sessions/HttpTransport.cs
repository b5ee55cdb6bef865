using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;

namespace Attune.Lab.Load;

/// <summary>Connections for sessions: always to the address that was checked, timed and counted, without proxies, redirects or cookies.</summary>
internal sealed class HttpTransport(LoadPlan plan, RunControl control, LoadTally tally)
{
    public HttpMessageInvoker Create(int connections)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            EnableMultipleHttp2Connections = false,
            ConnectTimeout = plan.Scenario.Timeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = (_, cancellationToken) => ConnectAsync(cancellationToken),
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new CountedStream(context.PlaintextStream, control, tally)),
        };
        return new HttpMessageInvoker(handler);
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var socket = new Socket(plan.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(plan.Endpoint, cancellationToken);
            var connected = Stopwatch.GetTimestamp();
            tally.Connect.RecordSeconds(Clock.Seconds(connected - start));
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!plan.IsTls)
            {
                return stream;
            }

            var secure = new SslStream(stream);
            await secure.AuthenticateAsClientAsync(TlsOptions(), cancellationToken);
            tally.Tls.RecordSeconds(Clock.Seconds(Stopwatch.GetTimestamp() - connected));
            return secure;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = plan.Scenario.Target!.IdnHost,
            ApplicationProtocols = [plan.Scenario.Protocol == LoadProtocol.Http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
        };
        if (plan.Scenario.InsecureTls)
        {
#pragma warning disable CA5359 // The scenario says in so many words that certificates are not to be verified.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }
}
