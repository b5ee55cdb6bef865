namespace Attune.Realtime.Protocol;

/// <summary>The client says who it is: by a key or by a token, never both.</summary>
internal sealed record AuthCommand(RequestId Id, string? Key, string? Token) : ClientCommand(Id);
