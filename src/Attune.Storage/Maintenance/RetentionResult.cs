namespace Attune.Storage.Maintenance;

/// <summary>What retention did with one table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Cutoff">Rows from before this instant (UTC) are old.</param>
/// <param name="Rows">How many were deleted, or would be in a dry run.</param>
public sealed record RetentionResult(string Table, DateTime Cutoff, long Rows);
