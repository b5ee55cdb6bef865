using Attune.Realtime;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>A feed and its crowd of clients, before they are started.</summary>
/// <param name="Kind">What serves.</param>
/// <param name="Clients">Clients on the busy channel.</param>
/// <param name="PayloadBytes">Bytes of a message's payload.</param>
internal sealed record CrowdSetup(FeedKind Kind, int Clients, int PayloadBytes)
{
    private const int MostClients = 100_000;

    /// <summary>Whether permessage-deflate is offered by both sides.</summary>
    public bool Deflate { get; init; }

    /// <summary>Clients on a quiet channel.</summary>
    public int Idle { get; init; }

    /// <summary>Clients on the busy channel, beside the others, that stop reading.</summary>
    public int Stalled { get; init; }

    /// <summary>Settings of Attune's hub.</summary>
    public RealtimeOptions Options { get; init; } = MakeRoom(new RealtimeOptions());

    /// <summary>Raises the limits on clients: a crowd comes from one address.</summary>
    public static RealtimeOptions MakeRoom(RealtimeOptions options)
    {
        (options.MaxClients, options.MaxClientsPerAddress) = (MostClients, MostClients);
        return options;
    }
}
