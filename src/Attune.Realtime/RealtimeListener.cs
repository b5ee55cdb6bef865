using System.Threading.Channels;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Delivery;
using Attune.Realtime.Protocol;
using Attune.Realtime.Sessions;

namespace Attune.Realtime;

/// <summary>A subscription within the process: the messages that a client on the network would get, as JSON.</summary>
public sealed class RealtimeListener : IDisposable
{
    private readonly RealtimeHub _hub;
    private readonly LocalTransport _transport = new();
    private readonly HubClient _client;

    internal RealtimeListener(RealtimeHub hub, IReadOnlyList<ChannelPattern> channels)
    {
        _hub = hub;
        _client = hub.TryConnect(_transport, deflate: false, RealtimeIdentity.Anonymous) ?? throw new InvalidOperationException("The hub takes no more clients.");
        if (_client.Subscribe(new SubscribeCommand(default, channels, null, null, Snapshot: false, Resume: null)) is { } error)
        {
            Dispose();
            throw new ArgumentException(error.Message, nameof(channels));
        }
    }

    /// <summary>Messages of the protocol (<c>subscribed</c> first, then <c>data</c>, <c>batch</c> and <c>gap</c>) in UTF-8; completes when the listener or the hub is disposed.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Messages => _transport.Messages;

    /// <summary>Ends the subscription.</summary>
    public void Dispose()
    {
        _hub.Disconnect(_client);
        _transport.Abort();
    }
}
