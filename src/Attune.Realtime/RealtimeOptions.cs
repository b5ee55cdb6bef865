using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Realtime.Access;

namespace Attune.Realtime;

/// <summary>Settings of the realtime room (section <c>realtime</c>).</summary>
public sealed class RealtimeOptions
{
    /// <summary>Most clients at a time; further ones are refused. Default 10,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Most clients at a time; further ones are refused.")]
    public int MaxClients { get; set; } = 10_000;

    /// <summary>Most clients at a time from one address (IPv4) or network of addresses (IPv6 /64). Default 1,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Most clients at a time from one address; further ones are refused.")]
    public int MaxClientsPerAddress { get; set; } = 1000;

    /// <summary>Origins of other sites whose pages may connect, with commas between, for example <c>https://app.example</c>; <c>*</c> allows all. Default none.</summary>
    [Origins]
    [Description("Origins of other sites whose pages may connect, with commas between; * allows all.")]
    public string AllowedOrigins { get; set; } = "";

    /// <summary>How long a client may take to authenticate where that is required. Default 5 s, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("How long a client may take to authenticate where that is required.")]
    public TimeSpan AuthenticationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest message that a client may send, in bytes. Default 16,384, 128 to 1,048,576.</summary>
    [Range(128, 1_048_576)]
    [Description("Longest message that a client may send, in bytes.")]
    public int MaxMessageBytes { get; set; } = 16_384;

    /// <summary>Messages that one client may send in a minute; further ones are refused. Default 600, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Messages that one client may send in a minute; further ones are refused.")]
    public int MessagesPerMinute { get; set; } = 600;

    /// <summary>Refused messages of one client in a minute after which it is disconnected. Default 10, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Refused messages of one client in a minute after which it is disconnected.")]
    public int MaxErrors { get; set; } = 10;

    /// <summary>Channels and patterns that one client may be subscribed to. Default 100, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Channels and patterns that one client may be subscribed to.")]
    public int MaxSubscriptions { get; set; } = 100;

    /// <summary>Channels of the hub. Default 100,000, 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    [Description("Most channels at a time.")]
    public int MaxChannels { get; set; } = 100_000;

    /// <summary>Messages that may wait for one client; beyond that the channel's policy decides. Default 256, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Messages that may wait for one client; beyond that the channel's policy decides.")]
    public int QueueCapacity { get; set; } = 256;

    /// <summary>Bytes that may wait for one client, unless it is a single message; beyond that the channel's policy decides. Default 4 MiB, 1 KiB to 1 GiB.</summary>
    [Range(1024, 1 << 30)]
    [Description("Bytes that may wait for one client; beyond that the channel's policy decides.")]
    public int QueueBytes { get; set; } = 4 << 20;

    /// <summary>Bytes that the operating system may hold for one client, beside the queue; 0 leaves it to the system, which may hold megabytes. Default 128 KiB, 0 to 1 GiB.</summary>
    [Range(0, 1 << 30)]
    [Description("Bytes that the operating system may hold for one client, beside the queue; 0 leaves it to the system.")]
    public int SendBufferBytes { get; set; } = 128 << 10;

    /// <summary>How long a client may take nothing at all before it is disconnected as too slow. Default 10 s, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    [Description("How long a client may take nothing at all before it is disconnected as too slow.")]
    public TimeSpan SlowClientTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two sends to one client: messages that follow closely on one another go out as one batch; 0 sends at once. A message is not held back when none came for the client within three quarters of this time before. Default 10 ms, 0 to 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    [Description("Least time between two sends to one client; what is published within it goes out as one batch. 0 sends at once.")]
    public TimeSpan FlushWindow { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Most messages in one batch; as many that wait are sent at once. Default 64, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Most messages in one batch.")]
    public int BatchMessages { get; set; } = 64;

    /// <summary>Most bytes in one batch, unless it is a single message. Default 64 KiB, 1 KiB to 16 MiB.</summary>
    [Range(1024, 16 << 20)]
    [Description("Most bytes in one batch, unless it is a single message.")]
    public int BatchBytes { get; set; } = 64 << 10;

    /// <summary>Whether messages are compressed for clients that offer it. Default true.</summary>
    [Description("Whether messages are compressed for clients that offer it, where that pays.")]
    public bool Compression { get; set; } = true;

    /// <summary>Shortest message that is compressed, in bytes. Default 1,024, 64 to 16 MiB.</summary>
    [Range(64, 16 << 20)]
    [Description("Shortest message that is compressed, in bytes.")]
    public int CompressionThreshold { get; set; } = 1024;

    /// <summary>Compressed size, as a share of the plain one, above which a kind of message is no longer compressed. Default 0.9, 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    [Description("Compressed size, as a share of the plain one, above which a kind of message is no longer compressed.")]
    public double CompressionRatio { get; set; } = 0.9;

    /// <summary>Speed of the way to a client, in Mbit/s, by which compression judges what a saved byte is worth. Default 100, 0.1 to 100,000.</summary>
    [Range(0.1, 100_000)]
    [Description("Speed of the way to a client, in Mbit/s, by which compression judges what a saved byte is worth.")]
    public double CompressionLinkMbps { get; set; } = 100;

    /// <summary>Messages of each channel that are kept for clients which come back; 0 keeps none. Default 256, 0 to 100,000.</summary>
    [Range(0, 100_000)]
    [Description("Messages of each channel that are kept for clients which come back.")]
    public int ReplayMessages { get; set; } = 256;

    /// <summary>How long messages are kept for clients which come back. Default 1 min, 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("How long messages are kept for clients which come back.")]
    public TimeSpan ReplayAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of all messages that are kept for clients which come back. Default 64 MiB, 0 to 16 GiB.</summary>
    [Range(0L, 16L << 30)]
    [Description("Bytes of all messages that are kept for clients which come back.")]
    public long ReplayBytes { get; set; } = 64L << 20;

    /// <summary>How often the server pings a client; one that is not heard of for twice this time is disconnected. Default 15 s, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    [Description("How often the server pings a client; one that is not heard of for twice this time is disconnected.")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may be connected without a subscription and without a message. Default 10 min, 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    [Description("How long a client may be connected without a subscription and without a message.")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client may take to close once it was told to. Default 2 s, 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    [Description("How long a client may take to close once it was told to, and to take what waits for it when the server stops.")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most flows in one message of the <c>flows</c> channel; the rest of a batch comes in further messages. Default 512, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Most flows in one message of the flows channel.")]
    public int FlowsPerMessage { get; set; } = 512;

    internal IReadOnlyList<string> Origins => OriginsAttribute.Split(AllowedOrigins);
}
