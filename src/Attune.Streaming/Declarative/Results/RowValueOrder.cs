using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>An order of values, so that results do not depend on the order of arrival: by kind, then numbers by size and texts by their units.</summary>
internal sealed class RowValueOrder : IComparer<RowValue>
{
    public static readonly RowValueOrder Instance = new();

    public int Compare(RowValue x, RowValue y)
    {
        if (x.IsNumber && y.IsNumber)
        {
            var byNumber = x.Number.CompareTo(y.Number);
            return byNumber != 0 ? byNumber : x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : x.Whole.CompareTo(y.Whole);
        }

        return x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind)
            : x.Text is { } text ? string.CompareOrdinal(text, y.Text)
            : x.Whole.CompareTo(y.Whole);
    }
}
