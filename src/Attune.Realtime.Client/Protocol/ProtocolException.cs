namespace Attune.Realtime.Client.Protocol;

/// <summary>The server sent what the protocol does not allow. What it was may be lost, so the connection is given up and resumed by another.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
