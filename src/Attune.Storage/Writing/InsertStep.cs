namespace Attune.Storage.Writing;

/// <summary>Rows for one table.</summary>
internal abstract class InsertStep(TableInsert table, int count) : WriteStep
{
    /// <summary>Where they go.</summary>
    public TableInsert Target { get; } = table;

    /// <summary>Number of rows.</summary>
    public int Count { get; } = count;

    /// <summary>For each row whether it was added; false: its key was there already. Set by the session, valid once the request is done.</summary>
    public bool[] Added { get; } = new bool[count];

    /// <summary>How many rows were added.</summary>
    public int AddedCount { get; set; }

    public override IReadOnlyList<string> Tables { get; } = [table.Table];

    /// <summary>Writes the values of row <paramref name="index"/>.</summary>
    public abstract void WriteRow(IRowWriter writer, int index);
}
