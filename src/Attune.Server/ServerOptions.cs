using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Attune.Configuration;

namespace Attune.Server;

/// <summary>Settings of the HTTP server (section <c>server</c>).</summary>
public sealed class ServerOptions
{
    /// <summary>Address to listen on. Default 127.0.0.1; any other than loopback requires <see cref="ApiKey"/>.</summary>
    [Required]
    [Description("Address to listen on; any other than a loopback address requires api_key.")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 takes a free one. Default 8080.</summary>
    [Range(0, 65_535)]
    [Description("Port to listen on; 0 takes a free one.")]
    public int Port { get; set; } = 8080;

    /// <summary>Key that requests must carry as <c>Authorization: ApiKey …</c>; empty for none. At least 16 characters.</summary>
    [Secret]
    [RegularExpression(@"^(|[\x21-\x7E]{16,256})$", ErrorMessage = "must be empty or 16 to 256 printable characters without spaces")]
    [Description("Key that requests must carry as 'Authorization: ApiKey …'; empty for none.")]
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// Key that signs the tokens of the live feed: base64 of 32 to 510 random bytes; empty derives one from <see cref="ApiKey"/>. Whoever knows it can make tokens.
    /// </summary>
    [Secret]
    [RegularExpression(
        "^(|(?:[A-Za-z0-9+/]{4}){10}[A-Za-z0-9+/]{3}=|(?:[A-Za-z0-9+/]{4}){11,169}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})?)$",
        ErrorMessage = "must be empty or base64 of 32 to 510 bytes, for example of 'openssl rand -base64 32'")]
    [Description("Key that signs the tokens of the live feed: base64 of at least 32 random bytes; empty derives one from api_key.")]
    public string TokenKey { get; set; } = "";

    /// <summary>Largest request body in bytes. Default 16 MiB, 1 KiB to 1 GiB.</summary>
    [Range(1024L, 1L << 30)]
    [Description("Largest request body in bytes.")]
    public long MaxBodyBytes { get; set; } = 16 << 20;

    /// <summary>Most events in one request. Default 50,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Most events in one request.")]
    public int MaxEventsPerRequest { get; set; } = 50_000;

    /// <summary>Ingest requests that are read at once; as many bodies may be in memory. Further ones wait. Default 32, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Ingest requests that are read at once; as many bodies may be in memory.")]
    public int MaxConcurrentIngests { get; set; } = 32;

    /// <summary>Requests per second that one client address may make, on average. Default 500, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Requests per second that one client address may make, on average.")]
    public int RateLimit { get; set; } = 500;

    /// <summary>Requests that one client address may make at once before the rate limit holds. Default 2,000, 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    [Description("Requests that one client address may make at once before the rate limit holds.")]
    public int RateLimitBurst { get; set; } = 2000;

    /// <summary>How long requests in progress may take when the server stops. Default 10 s, 0 to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    [Description("How long requests in progress may take when the server stops.")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The parsed <see cref="Address"/>; null when it is none.</summary>
    internal IPAddress? ParsedAddress => Address == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Address, out var parsed) ? parsed : null;
}
