namespace Attune.Storage.Pool;

/// <summary>A pool at one moment. When nothing is being opened, checked or closed, <c>Open = Idle + InUse</c> and <c>Opened = Recycled + Open</c>.</summary>
/// <param name="Name">What the connections are for.</param>
/// <param name="MaxSize">Most connections that may be open.</param>
/// <param name="Open">Connections that take up room: idle, lent, and those that are being opened, checked or closed.</param>
/// <param name="Idle">Connections that wait for a borrower.</param>
/// <param name="InUse">Connections that are lent.</param>
/// <param name="Waiters">Callers that wait for a connection of someone else.</param>
/// <param name="Acquired">Leases given since the start.</param>
/// <param name="Timeouts">Callers that got none within the time allowed.</param>
/// <param name="Opened">Connections opened.</param>
/// <param name="FailedOpens">Attempts to open that failed.</param>
/// <param name="Recycled">Connections closed, for whatever reason.</param>
/// <param name="FailedValidations">Connections that did not pass the check before they were lent.</param>
/// <param name="Leaks">Leases that were held too long or dropped without being disposed.</param>
/// <param name="MeanWaitSeconds">Mean time from asking to getting, with the opening of new connections, over all leases, in seconds; one that finds an idle connection counts as 0.</param>
/// <param name="LongestWaitSeconds">Longest such time, in seconds.</param>
public sealed record PoolStatistics(
    string Name,
    int MaxSize,
    int Open,
    int Idle,
    int InUse,
    int Waiters,
    long Acquired,
    long Timeouts,
    long Opened,
    long FailedOpens,
    long Recycled,
    long FailedValidations,
    long Leaks,
    double MeanWaitSeconds,
    double LongestWaitSeconds);
