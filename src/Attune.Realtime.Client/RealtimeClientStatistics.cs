namespace Attune.Realtime.Client;

/// <summary>What a client counted since it was made.</summary>
/// <param name="Messages">Data and snapshots that went into a subscription's queue.</param>
/// <param name="Bytes">Bytes of all messages of the server, as JSON, before compression.</param>
/// <param name="Gaps">Gaps that went into a subscription's queue.</param>
/// <param name="Duplicates">Data and gaps that had come before and were left out.</param>
/// <param name="Ignored">Messages of no known type, or that no subscription asked for.</param>
/// <param name="Malformed">Messages that broke the protocol; each cost its connection.</param>
/// <param name="Connections">Connections that were made.</param>
/// <param name="SetAside">Times that a subscription was set aside because its consumer held up the others.</param>
public sealed record RealtimeClientStatistics(
    long Messages, long Bytes, long Gaps, long Duplicates, long Ignored, long Malformed, long Connections, long SetAside);
