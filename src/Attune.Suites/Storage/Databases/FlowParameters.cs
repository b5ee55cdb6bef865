using System.Data.Common;
using Attune.Events;
using Attune.Storage;
using Attune.Storage.Sql;

namespace Attune.Suites.Storage.Databases;

/// <summary>The columns of the table <c>flows</c> as a peer's parameters.</summary>
internal static class FlowParameters
{
    /// <summary>Columns.</summary>
    public const int Count = 8;

    private const string Stream = "benchmark";

    /// <summary>Sets a row's values.</summary>
    public static void Fill(DbParameterCollection parameters, int first, Flow flow)
    {
        parameters[first].Value = RowValues.ToBlob(flow.Id);
        parameters[first + 1].Value = Stream;
        parameters[first + 2].Value = UnixTime.FromDateTime(flow.Timestamp);
        parameters[first + 3].Value = flow.SourceIp;
        parameters[first + 4].Value = flow.Destination;
        parameters[first + 5].Value = flow.Bytes;
        parameters[first + 6].Value = flow.Protocol;
        parameters[first + 7].Value = DBNull.Value;
    }

    /// <summary>A row as PostgreSQL's <c>COPY … (FORMAT csv)</c> reads it; the last column is null.</summary>
    public static string ToCsv(Flow flow) =>
        $"\\x{Convert.ToHexStringLower(RowValues.ToBlob(flow.Id))},{Stream},{UnixTime.FromDateTime(flow.Timestamp)},{flow.SourceIp},{flow.Destination},{flow.Bytes},{flow.Protocol},";
}
