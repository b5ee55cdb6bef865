namespace Attune.Events;

/// <summary>One transfer from one network address to another: what the ledger holds and the windows aggregate.</summary>
/// <param name="Id">Identity for exactly-once storage: the same input always yields the same id.</param>
/// <param name="Timestamp">When the transfer happened, in UTC (event time).</param>
/// <param name="SourceIp">Source address in canonical text form (IPv4 dotted quad or RFC 5952 IPv6).</param>
/// <param name="Destination">Destination host name or address; empty when unknown.</param>
/// <param name="Bytes">Bytes transferred, zero or more.</param>
/// <param name="Protocol">Upper-case protocol name, for example <c>ESMTP</c>.</param>
/// <param name="MessageId">The message that was transferred, when there is one.</param>
public sealed record Flow(
    EventId Id,
    DateTime Timestamp,
    string SourceIp,
    string Destination,
    long Bytes,
    string Protocol,
    string? MessageId = null);
