namespace Attune.Realtime.Protocol;

/// <summary>Why a command was refused.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For a person: which field, and what it may be.</param>
/// <param name="Id">The id of the command, where it could be read.</param>
internal sealed record ProtocolError(string Code, string Message, RequestId Id);
