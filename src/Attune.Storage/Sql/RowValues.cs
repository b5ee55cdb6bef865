using System.Data.Common;
using Attune.Events;

namespace Attune.Storage.Sql;

/// <summary>Values of a row as the platform's types.</summary>
internal static class RowValues
{
    public static EventId Id(this DbDataReader reader, int column) => EventId.Read(reader.GetFieldValue<byte[]>(column));

    public static DateTime Time(this DbDataReader reader, int column) => UnixTime.ToDateTime(reader.GetInt64(column));

    public static DateTime? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static double? NumberOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    /// <summary>The time that an id begins with.</summary>
    public static DateTime TimeOf(EventId id) => UnixTime.ToDateTime((long)(ulong)(id.Value >> 80));

    public static byte[] ToBlob(EventId id)
    {
        var bytes = new byte[EventId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    /// <summary>The smallest id of an instant: ids begin with 48 bits of event time in milliseconds.</summary>
    public static byte[] FirstIdAt(DateTime time)
    {
        var milliseconds = Math.Clamp(UnixTime.FromDateTime(time), 0, 0xFFFF_FFFF_FFFF);
        return ToBlob(new EventId(new UInt128((ulong)milliseconds << 16, 0)));
    }
}
