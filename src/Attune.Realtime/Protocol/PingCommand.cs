namespace Attune.Realtime.Protocol;

/// <summary>The client wants to hear that the server is there.</summary>
internal sealed record PingCommand(RequestId Id) : ClientCommand(Id);
