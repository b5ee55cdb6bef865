using System.Globalization;
using Attune.Events;

namespace Attune.Storage.Sql;

/// <summary>The cursors that pages end with. A cursor that is none of ours is a <see cref="FormatException"/>.</summary>
internal static class Cursor
{
    public static byte[] ToId(string cursor) =>
        cursor.Length == EventId.Size * 2 ? Convert.FromHexString(cursor) : throw Unknown();

    public static long ToNumber(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown();

    public static (long Number, string Text) ToPair(string cursor)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (number, cursor[(dot + 1)..])
            : throw Unknown();
    }

    /// <summary>Makes a page of what a query for one row more than the limit returned.</summary>
    public static Page<T> PageOf<T>(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    private static FormatException Unknown() => new("The cursor is not one that a page ended with.");
}
