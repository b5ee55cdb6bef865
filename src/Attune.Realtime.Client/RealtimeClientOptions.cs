using System.ComponentModel.DataAnnotations;
using System.Net.WebSockets;

namespace Attune.Realtime.Client;

/// <summary>Settings of a <see cref="RealtimeClient"/>.</summary>
public sealed class RealtimeClientOptions
{
    /// <summary>Where the live feed is, for example <c>wss://attune.example/ws</c>. <c>http</c> and <c>https</c> are taken as <c>ws</c> and <c>wss</c>.</summary>
    [Required]
    public Uri? Address { get; init; }

    /// <summary>API key, sent as header and in <c>auth</c>. Default none. Use it with <c>wss</c> only, unless the server is this machine.</summary>
    public string? Key { get; init; }

    /// <summary>Asked for a signed token before each connection is authenticated; null sends none. Default none. Excludes <see cref="Key"/>.</summary>
    public Func<CancellationToken, ValueTask<string?>>? TokenProvider { get; init; }

    /// <summary>Whether to connect again after a loss. Default true. When false, a loss ends all subscriptions with <see cref="RealtimeException.Disconnected"/>.</summary>
    public bool Reconnect { get; init; } = true;

    /// <summary>Delay before the first new attempt; it doubles with each further one. Default 0.5 s, 1 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest delay before a new attempt. Default 30 s, 1 ms to 1 h, not below <see cref="FirstDelay"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of each delay that is drawn by lot, so that clients do not come back all at once: 0.5 waits from half the delay to all of it, 1 from nothing to all of it. Default 0.5, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; init; } = 0.5;

    /// <summary>Seed of the lot, for a repeatable run. Default: another one for each client.</summary>
    public int? Seed { get; init; }

    /// <summary>Longest time to connect and authenticate. Default 10 s, 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A <c>ping</c> is sent when nothing was heard for so long. Default 15 s, 1 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The connection counts as lost when nothing is heard for so long after a <c>ping</c>. Default 10 s, 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Events that may wait for the consumer of one subscription; when it is full the client stops reading. Default 1,024, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>How long a full queue may hold up the client's other subscriptions before the full one is set aside until its consumer has caught up. Default 2 s, 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest message taken from the server, in bytes; a longer one costs the connection. Default 16 MiB, 1 KiB to 1 GiB.</summary>
    [Range(1024, 1 << 30)]
    public int MaxMessageBytes { get; init; } = 16 << 20;

    /// <summary>Longest message sent to the server, in bytes: not above its <c>realtime.max_message_bytes</c>. Default 16,384, 1,024 to 1 MiB. It bounds how many channels of a pattern are resumed.</summary>
    [Range(1024, 1 << 20)]
    public int MaxRequestBytes { get; init; } = 16_384;

    /// <summary>Offer permessage-deflate, so that the server may compress. Default true.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>Called with the options of each new socket, for certificates, a proxy, or further headers.</summary>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; init; }

    internal Uri Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (MaxDelay < FirstDelay)
        {
            throw new ValidationException($"{nameof(MaxDelay)} must not be below {nameof(FirstDelay)}.");
        }

        if (Key is not null && TokenProvider is not null)
        {
            throw new ValidationException($"{nameof(Key)} and {nameof(TokenProvider)} exclude each other.");
        }

        // A key that cannot stand in a header would fail with each attempt, and the message would hold it.
        if (Key is { } key && (key.Length == 0 || key.Any(character => character is < '!' or > '~')))
        {
            throw new ValidationException($"{nameof(Key)} must be printable ASCII without spaces.");
        }

        var address = Address!;
        var scheme = !address.IsAbsoluteUri ? null : address.Scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            _ => null,
        };
        return scheme is null || address.Fragment.Length > 0
            ? throw new ValidationException($"{nameof(Address)} must be a ws, wss, http or https address without fragment; this is '{address}'.")
            : new UriBuilder(address) { Scheme = scheme, Port = address.Port }.Uri;
    }
}
