namespace Attune.Storage.Writing;

/// <summary>As <see cref="TableInsert"/>, with the way from an object to its row.</summary>
internal sealed class TableInsert<TRow>(string table, string key, string[] columns, Action<IRowWriter, RowContext, TRow> write)
    : TableInsert(table, key, columns)
{
    /// <summary>Writes one value for each of the columns.</summary>
    public Action<IRowWriter, RowContext, TRow> Write { get; } = write;
}
