using Attune.Events;
using Attune.Storage.Sql;

namespace Attune.Storage.Writing;

/// <summary>What every row must be, so that each engine can keep it and find it.</summary>
internal static class RowChecks
{
    /// <exception cref="ArgumentException">The time is not UTC or before 1970.</exception>
    public static void CheckTime(DateTime time, string name)
    {
        if (time.Kind != DateTimeKind.Utc || time < DateTime.UnixEpoch)
        {
            throw new ArgumentException($"{name} must be UTC and not before 1970, not {time:O}.", name);
        }
    }

    /// <summary>Time ranges are looked up by id, so that one which does not begin with its time would not be found.</summary>
    /// <exception cref="ArgumentException">The id does not begin with the time.</exception>
    public static void CheckId(EventId id, DateTime time, string name)
    {
        CheckTime(time, name);
        if (RowValues.TimeOf(id) != UnixTime.ToDateTime(UnixTime.FromDateTime(time)))
        {
            throw new ArgumentException($"The id {id} does not begin with the time {time:O}: use Create.", nameof(id));
        }
    }

    /// <exception cref="ArgumentException">The number is an infinity or NaN; SQLite keeps NaN as NULL.</exception>
    public static void CheckFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"{name} must be a number, not {value}.", name);
        }
    }

    /// <summary>Without what is finer than the millisecond that is stored.</summary>
    public static DateTime WholeMilliseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Kind);
}
