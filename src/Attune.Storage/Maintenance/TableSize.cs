namespace Attune.Storage;

/// <summary>How much one table holds.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Number of rows: counted on SQLite, the planner's estimate on PostgreSQL.</param>
/// <param name="TableBytes">Bytes of the rows.</param>
/// <param name="IndexBytes">Bytes of its indexes.</param>
public sealed record TableSize(string Table, long Rows, long TableBytes, long IndexBytes);
