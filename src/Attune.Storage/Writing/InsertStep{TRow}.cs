namespace Attune.Storage.Writing;

/// <summary>As <see cref="InsertStep"/>, with the objects that become rows.</summary>
internal sealed class InsertStep<TRow>(TableInsert<TRow> table, IReadOnlyList<TRow> rows, RowContext context) : InsertStep(table, rows.Count)
{
    public override void WriteRow(IRowWriter writer, int index) => table.Write(writer, context, rows[index]);
}
