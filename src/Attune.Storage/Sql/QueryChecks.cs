namespace Attune.Storage.Sql;

/// <summary>Checks that queries share.</summary>
internal static class QueryChecks
{
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to the largest.</exception>
    public static void CheckLimit(int limit, int largest, string name = "Limit")
    {
        if (limit < 1 || limit > largest)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} must be from 1 to {largest}, not {limit}.");
        }
    }

    /// <exception cref="ArgumentException">The condition does not hold; the message says what is asked for.</exception>
    public static void Require(bool condition, string name, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message, name);
        }
    }

    /// <exception cref="ArgumentException">The range ends before it begins.</exception>
    public static void CheckRange(DateTime? from, DateTime? to, string fromName = "From", string toName = "To")
    {
        if (from > to)
        {
            throw new ArgumentException($"{fromName} ({from:O}) must not be after {toName} ({to:O}).", fromName);
        }
    }

    /// <summary>Restricts a query to ids of a time range, half open.</summary>
    public static SqlQuery WhereIdIn(this SqlQuery query, DateTime? from, DateTime? to) => query
        .Where("id >= @from", "from", from is { } first ? RowValues.FirstIdAt(first) : null)
        .Where("id < @to", "to", to is { } last ? RowValues.FirstIdAt(last) : null);
}
