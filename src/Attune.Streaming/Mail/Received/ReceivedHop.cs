namespace Attune.Streaming.Mail.Received;

/// <summary>What one <c>Received</c> line says.</summary>
internal readonly record struct ReceivedHop(
    string? SourceIp,
    bool HasBadSourceIp,
    string Destination,
    string Protocol,
    DateTime? Date,
    bool HasDateText,
    bool IsEmpty);
