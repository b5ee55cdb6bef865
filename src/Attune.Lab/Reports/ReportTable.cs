namespace Attune.Lab.Reports;

/// <summary>A table for people, the same in every place that shows it.</summary>
/// <param name="Title">What it holds.</param>
/// <param name="Columns">Headings. The first column names the row; the others are figures unless <paramref name="EndsWithText"/>.</param>
/// <param name="Rows">One text for each column.</param>
/// <param name="EndsWithText">Whether the last column is text.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool EndsWithText = false)
{
    /// <summary>Whether a column holds figures, which stand to the right.</summary>
    public bool IsFigure(int column) => column > 0 && !(EndsWithText && column == Columns.Count - 1);

    /// <summary>Counts by cause, most frequent first.</summary>
    internal static ReportTable Counts(string title, string what, IEnumerable<KeyValuePair<string, long>> counts) =>
        new(title, [what, "Requests"], [.. counts.OrderByDescending(pair => pair.Value).Select(pair => (string[])[pair.Key, Figure.Count(pair.Value)])]);
}
