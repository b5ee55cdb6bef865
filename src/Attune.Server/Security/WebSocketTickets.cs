using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Attune.Server.Security;

/// <summary>
/// One-time tickets for WebSockets: browsers cannot send an Authorization header with one, and a key must never stand in a URL. A ticket
/// is good for one connection within 30 seconds.
/// </summary>
internal sealed class WebSocketTickets(TimeProvider time)
{
    private const int MaxOutstanding = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tickets = new(StringComparer.Ordinal);

    /// <summary>A new ticket; null when too many are outstanding.</summary>
    public string? Issue()
    {
        var now = time.GetUtcNow();
        foreach (var (old, expires) in _tickets)
        {
            if (expires < now)
            {
                _tickets.TryRemove(old, out _);
            }
        }

        if (_tickets.Count >= MaxOutstanding)
        {
            return null;
        }

        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _tickets[ticket] = now + Lifetime;
        return ticket;
    }

    /// <summary>Uses a ticket up; true when it was good.</summary>
    public bool Redeem(string ticket) => _tickets.TryRemove(ticket, out var expires) && expires >= time.GetUtcNow();
}
