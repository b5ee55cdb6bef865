using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Attune.Storage.Tests.Postgres;

/// <summary>Stands between a client and a server and, once armed, loses the connection at the next COMMIT.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly List<TcpClient> _ends = [];
    private readonly Task _accepting;
    private Cut _armed;

    public CuttingProxy(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, SslMode = SslMode.Disable }.ConnectionString;
        _accepting = AcceptAsync();
    }

    public enum Cut
    {
        None,

        /// <summary>The server commits, its answer is lost.</summary>
        AfterCommit,

        /// <summary>COMMIT does not arrive, and the server sees the end of the connection.</summary>
        BeforeCommit,

        /// <summary>COMMIT does not arrive, and the server does not see that anything is wrong.</summary>
        Silently,
    }

    public string ConnectionString { get; }

    public int Cuts { get; private set; }

    public void Arm(Cut cut) => _armed = cut;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_ends)
        {
            _ends.ForEach(end => end.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient { NoDelay = true };
                client.NoDelay = true;
                lock (_ends)
                {
                    _ends.AddRange([client, server]);
                }

                await server.ConnectAsync(_server.Host!, _server.Port);
                _ = Task.WhenAll(ForwardAsync(client, server), ReturnAsync(server, client));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[65536];
        try
        {
            int count;
            while ((count = await client.GetStream().ReadAsync(buffer)) > 0)
            {
                var cut = buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0 ? _armed : Cut.None;
                if (cut == Cut.None)
                {
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, count));
                    continue;
                }

                (_armed, Cuts) = (Cut.None, Cuts + 1);
                if (cut == Cut.AfterCommit)
                {
                    // The other direction must not pass the answer on.
                    client.Client.Shutdown(SocketShutdown.Receive);
                    client.Close();
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, count));
                    server.Client.Shutdown(SocketShutdown.Send);
                    return;
                }

                client.Close();
                if (cut == Cut.BeforeCommit)
                {
                    server.Close();
                }

                return;
            }

            server.Close();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            server.Close();
        }
    }

    private static async Task ReturnAsync(TcpClient server, TcpClient client)
    {
        try
        {
            await server.GetStream().CopyToAsync(client.GetStream());
            client.Close();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // Cut.
        }
    }
}
