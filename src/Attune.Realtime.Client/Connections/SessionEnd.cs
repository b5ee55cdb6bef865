namespace Attune.Realtime.Client.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Refusal">Set when the server does not accept who the client is; null when another attempt may do.</param>
internal sealed record SessionEnd(string Reason, RealtimeException? Refusal = null);
