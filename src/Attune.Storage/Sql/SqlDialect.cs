using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Attune.Storage.Sql;

/// <summary>The few expressions that the engines spell differently. Everything else in queries is one text for all.</summary>
internal sealed class SqlDialect(StorageEngine engine)
{
    /// <summary>Name of the aggregate that reading connections of SQLite have.</summary>
    public const string StatisticsFunction = "running_statistics";

    private const int IdTimeBytes = 6;

    private bool IsPostgres => engine == StorageEngine.Postgres;

    /// <summary>Count, mean, minimum, maximum and sample standard deviation of a column, numerically stable, for <see cref="ReadStatistics"/>.</summary>
    public string Statistics(string column) => IsPostgres
        ? $"count({column}), avg({column}), min({column}), max({column}), stddev_samp({column})"
        : $"{StatisticsFunction}({column})";

    /// <summary>Reads what <see cref="Statistics"/> selected, from a column on.</summary>
    public ValueStatistics ReadStatistics(DbDataReader row, int column) => IsPostgres
        ? new ValueStatistics(row.GetInt64(column), row.GetDouble(column + 1), row.GetDouble(column + 2), row.GetDouble(column + 3), row.NumberOrNull(column + 4) ?? double.NaN)
        : MemoryMarshal.Read<ValueStatistics>(row.GetFieldValue<byte[]>(column));

    /// <summary>The field <c>@field</c> of a JSON object as a double; NULL when it is missing or no number. CASE, because conditions may be tried in any order.</summary>
    public string JsonNumber(string column) => IsPostgres
        ? $"CASE WHEN json_typeof({column}::json -> @field) = 'number' THEN CAST({column}::json ->> @field AS DOUBLE PRECISION) END"
        : $"CASE WHEN json_type({column}, @field) IN ('integer', 'real') THEN CAST(json_extract({column}, @field) AS DOUBLE PRECISION) END";

    /// <summary>Ends a subquery whose columns are worth computing once: PostgreSQL would put them in wherever they are used.</summary>
    public string Once => IsPostgres ? "OFFSET 0" : "";

    /// <summary>The value of <c>@field</c> for a name of letters, digits and underscores.</summary>
    public string JsonField(string name) => IsPostgres ? name : $"$.\"{name}\"";

    /// <summary>The latest time among ids, for <see cref="ReadLatest"/>: read from the ids, so that an index on them is enough.</summary>
    public string Latest(string idColumn) => IsPostgres
        ? $"max(encode(substring({idColumn} FROM 1 FOR {IdTimeBytes}), 'hex') COLLATE \"C\")" // it has no max() of bytes
        : $"max({idColumn})";

    /// <summary>Reads what <see cref="Latest"/> selected.</summary>
    public DateTime ReadLatest(DbDataReader row, int column) => IsPostgres
        ? UnixTime.ToDateTime(long.Parse(row.GetString(column), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        : RowValues.TimeOf(row.Id(column));
}
