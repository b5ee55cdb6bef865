namespace Attune.Storage.Maintenance;

/// <summary>One round of retention.</summary>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Tables">What was done, by table; those that were done before an error too.</param>
/// <param name="Error">What ended it early; null if it is complete.</param>
public sealed record RetentionRun(DateTime StartedAt, TimeSpan Duration, IReadOnlyList<RetentionResult> Tables, string? Error)
{
    /// <summary>Rows over all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);
}
