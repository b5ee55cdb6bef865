namespace Attune.Storage.Writing;

/// <summary>How rows get into one table, whatever the engine. A row whose key is there already is left as it is.</summary>
internal abstract class TableInsert(string table, string key, params string[] columns)
{
    /// <summary>Name of the table.</summary>
    public string Table { get; } = table;

    /// <summary>The unique column, or columns with commas between, that tell one row from another.</summary>
    public string Key { get; } = key;

    /// <summary>The columns that are written, in order.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;
}
