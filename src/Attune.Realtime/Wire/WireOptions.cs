namespace Attune.Realtime.Wire;

/// <summary>How a connection is accepted and read.</summary>
/// <param name="MaxMessageBytes">Longest text message, in bytes after inflation.</param>
/// <param name="Subprotocols">What this server speaks.</param>
/// <param name="Compression">False refuses permessage-deflate.</param>
/// <param name="Time">The clock of <see cref="WireConnection.LastHeard"/>.</param>
/// <param name="SendBufferBytes">
/// Bytes that the operating system may hold for a client that does not read; 0 leaves it to the system, which on Linux lets it grow to megabytes.
/// Only for connections that are written to directly.
/// </param>
internal sealed record WireOptions(int MaxMessageBytes, IReadOnlyList<string> Subprotocols, bool Compression, TimeProvider Time, int SendBufferBytes = 0);
