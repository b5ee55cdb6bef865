namespace Attune.Lab.Load;

/// <summary>Rows of a data file.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">One value for each column.</param>
internal sealed record DataRows(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows)
{
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Equals(column, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
