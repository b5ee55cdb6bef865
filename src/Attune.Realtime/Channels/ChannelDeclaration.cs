using Attune.Realtime.Compression;

namespace Attune.Realtime.Channels;

/// <summary>How the channels of a pattern behave, and what was learnt of their messages together.</summary>
internal sealed class ChannelDeclaration(ChannelPattern pattern, RealtimeChannelOptions channel, RealtimeOptions options, TimeProvider time)
{
    private long _delivered;

    public ChannelPattern Pattern { get; } = pattern;

    public RealtimeChannelOptions Options { get; } = channel;

    public CompressionLearner SingleCompression { get; } = new(options, time);

    public CompressionLearner BatchCompression { get; } = new(options, time);

    /// <summary>Messages put into clients' queues.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    public void CountDelivered(int messages) => Interlocked.Add(ref _delivered, messages);
}
