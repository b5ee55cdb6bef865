using System.Runtime.InteropServices;
using Attune.Measurement;
using Attune.Storage.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>The aggregate that SQLite lacks: <c>running_statistics(number)</c> gives a <see cref="ValueStatistics"/> as bytes.</summary>
/// <remarks>
/// SQLite has no standard deviation, and its mean adds up in one double; this is Welford's method, one pass for all five numbers. It is registered on
/// SQLite's own interface: <see cref="SqliteConnection"/>'s aggregates, in this version, go on in the next group with the state of the last.
/// </remarks>
internal sealed class SqliteStatistics
{
    private RunningStatistics _values;

    /// <exception cref="StorageException">SQLite refuses it.</exception>
    public static void Register(SqliteConnection connection, string path)
    {
        var result = raw.sqlite3_create_function(
            connection.Handle, SqlDialect.StatisticsFunction, 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, Step, Finish);
        if (result != raw.SQLITE_OK)
        {
            throw SqliteErrors.Wrap(result, raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), path);
        }
    }

    private static void Step(sqlite3_context context, object data, sqlite3_value[] arguments)
    {
        var statistics = (SqliteStatistics)(context.state ??= new SqliteStatistics());
        statistics._values.Add(raw.sqlite3_value_double(arguments[0]));
    }

    private static void Finish(sqlite3_context context, object data)
    {
        var values = (context.state as SqliteStatistics)?._values ?? default;
        Span<byte> bytes = stackalloc byte[Marshal.SizeOf<ValueStatistics>()];
        MemoryMarshal.Write(bytes, new ValueStatistics(values.Count, values.Mean, values.Min, values.Max, values.SampleStandardDeviation));
        raw.sqlite3_result_blob(context, bytes);
    }
}
