using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Attune.Realtime.Access;

/// <summary>
/// Limits the clients of one address. An IPv6 client has a network of 2⁶⁴ addresses to choose from, so those of one /64 count together;
/// an IPv4 address counts the same whether or not it comes in IPv6 form. What has no address (a Unix socket) is not limited.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AddressLimiter(int perAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(AddressFamily Family, ulong Network), int> _clients = [];

    /// <summary>Addresses that have clients now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count;
            }
        }
    }

    /// <summary>Counts a client in; false when its address has as many as allowed.</summary>
    public bool TryEnter(IPAddress? address)
    {
        if (address is null)
        {
            return true;
        }

        var network = Network(address);
        lock (_gate)
        {
            var clients = _clients.GetValueOrDefault(network);
            if (clients >= perAddress)
            {
                return false;
            }

            _clients[network] = clients + 1;
            return true;
        }
    }

    /// <summary>Counts a client out that was counted in, once.</summary>
    public void Leave(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        var network = Network(address);
        lock (_gate)
        {
            var clients = _clients.GetValueOrDefault(network) - 1;
            if (clients > 0)
            {
                _clients[network] = clients;
            }
            else
            {
                _clients.Remove(network);
            }
        }
    }

    private static (AddressFamily Family, ulong Network) Network(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? (AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : (AddressFamily.InterNetworkV6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
