using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Attune.Suites.Load;

/// <summary>A small HTTP server that stands still for the first part of every period: what is asked meanwhile is answered when it goes on.</summary>
internal sealed class StallingServer : IAsyncDisposable
{
    private static readonly byte[] Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _period;
    private readonly TimeSpan _stall;
    private readonly Task _accepting;

    public StallingServer(TimeSpan period, TimeSpan stall)
    {
        (_period, _stall) = (period, stall);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>
    /// The true percentile of latency, of requests that come evenly: the share stall/period of them waits, for anything from nothing to the
    /// whole stall with equal chance.
    /// </summary>
    public TimeSpan TruePercentile(double percent) => _stall * Math.Max(0, 1 - (1 - percent / 100) * (_period / _stall));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var buffer = new byte[4096];
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                // Requests here are far smaller than the buffer and never pipelined, so each read is one.
                while (await socket.ReceiveAsync(buffer, _stop.Token) > 0)
                {
                    var phase = TimeSpan.FromTicks(Stopwatch.GetElapsedTime(_start).Ticks % _period.Ticks);
                    if (phase < _stall)
                    {
                        await Task.Delay(_stall - phase, _stop.Token);
                    }

                    await socket.SendAsync(Response, _stop.Token);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The benchmark is over.
            }
        }
    }
}
