namespace Attune.Storage.Maintenance;

/// <summary>How much one table holds.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Number of rows: counted on SQLite, on PostgreSQL the planner's estimate where there is one.</param>
/// <param name="TableBytes">Bytes of the rows; null where the engine cannot tell.</param>
/// <param name="IndexBytes">Bytes of its indexes; null where the engine cannot tell.</param>
public sealed record TableSize(string Table, long Rows, long? TableBytes, long? IndexBytes);
