using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Realtime;

/// <summary>Settings of the realtime room (section <c>realtime</c>).</summary>
public sealed class RealtimeOptions
{
    /// <summary>Messages that may wait for one client; beyond that the oldest is dropped and counted. Default 256, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Messages that may wait for one client; beyond that the oldest is dropped and counted.")]
    public int QueueCapacity { get; set; } = 256;

    /// <summary>Most clients at a time; further ones are refused. Default 1,000, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Most clients at a time; further ones are refused.")]
    public int MaxClients { get; set; } = 1000;

    /// <summary>Longest message that a client may send, in bytes. Default 4,096, 128 to 1,048,576.</summary>
    [Range(128, 1_048_576)]
    [Description("Longest message that a client may send, in bytes.")]
    public int MaxMessageBytes { get; set; } = 4096;

    /// <summary>Most flows in one message of the <c>flows</c> channel; the rest of a batch comes in further messages. Default 512, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Most flows in one message of the flows channel.")]
    public int FlowsPerMessage { get; set; } = 512;

    /// <summary>How often the server pings a client; one that does not answer within twice this time is disconnected. Default 15 s, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    [Description("How often the server pings a client; one that does not answer within twice this time is disconnected.")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);
}
