using System.Net;
using System.Net.Sockets;

namespace Attune.Lab.Load;

/// <summary>Finds the address of a target and refuses other machines unless they are allowed.</summary>
internal static class TargetResolution
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(2);

    /// <summary>The address to connect to: the first that accepts a connection, when the name has several.</summary>
    public static async Task<IPEndPoint> ResolveAsync(Uri target, bool allowRemote, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(target, cancellationToken);
        if (!allowRemote && addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address)) is { } remote)
        {
            throw new LoadException($"target: {target.IdnHost} is another machine ({remote}); load on other machines needs allow_remote (--allow-remote)");
        }

        var endpoints = addresses.Select(address => new IPEndPoint(address, target.Port)).ToList();
        foreach (var endpoint in endpoints.Count > 1 ? endpoints : [])
        {
            if (await AcceptsAsync(endpoint, cancellationToken))
            {
                return endpoint;
            }
        }

        return endpoints[0];
    }

    private static async Task<IReadOnlyList<IPAddress>> AddressesAsync(Uri target, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(target.IdnHost, out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(target.IdnHost, cancellationToken);
            return addresses.Length > 0 ? addresses : throw new LoadException($"target: the host {target.IdnHost} has no address");
        }
        catch (SocketException error)
        {
            throw new LoadException($"target: the host {target.IdnHost} is unknown: {error.Message}", error);
        }
    }

    private static async Task<bool> AcceptsAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeTime);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, limit.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
