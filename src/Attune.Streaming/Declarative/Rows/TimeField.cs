using System.Globalization;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>Where the time of an event stands and how it is written.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Format">How it is written.</param>
public sealed record TimeField(string Field, TimeFormat Format)
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Reads the time.</summary>
    /// <param name="value">The field.</param>
    /// <param name="ticks">UTC ticks.</param>
    /// <returns>Null when it is a time from 1970 to 9999, else what is wrong.</returns>
    internal string? Read(in RowValue value, out long ticks)
    {
        ticks = 0;
        if (Format == TimeFormat.Iso8601)
        {
            if (value.Text is not { } text
                || !DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                return $"{Field}: {Show(value)} is not a date and time in ISO 8601, for example 2026-01-05T10:00:00Z";
            }

            ticks = time.Ticks;
        }
        else
        {
            var ticksPerUnit = Format == TimeFormat.UnixMs ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
            if (!value.IsNumber)
            {
                return $"{Field}: {Show(value)} is not a number of {(Format == TimeFormat.UnixMs ? "milliseconds" : "seconds")} since 1970";
            }

            if (Math.Abs(value.Number) > DateTime.MaxValue.Ticks / (double)ticksPerUnit)
            {
                return $"{Field}: {Show(value)} is outside the allowed range 1970-01-01..9999-12-31";
            }

            ticks = DateTime.UnixEpoch.Ticks + (value.Kind == RowValueKind.Whole ? value.Whole * ticksPerUnit : (long)Math.Round(value.Number * ticksPerUnit));
        }

        return ticks < DateTime.UnixEpoch.Ticks || ticks > DateTime.MaxValue.Ticks ? $"{Field}: {Show(value)} is outside the allowed range 1970-01-01..9999-12-31" : null;
    }

    private static string Show(in RowValue value) => value.Kind switch
    {
        RowValueKind.Text => $"'{(value.Text!.Length <= 60 ? value.Text : string.Concat(value.Text.AsSpan(0, 60), "…"))}'",
        RowValueKind.Null => "null",
        RowValueKind.Nested => "an object or array",
        _ => value.ToString(),
    };
}
