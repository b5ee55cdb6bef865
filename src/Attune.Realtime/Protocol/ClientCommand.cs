namespace Attune.Realtime.Protocol;

/// <summary>What a client asks for.</summary>
internal abstract record ClientCommand(RequestId Id);
