using System.Globalization;

namespace Attune.Lab.Load;

/// <summary>Durations as people write them: <c>250ms</c>, <c>1.5s</c>, <c>5m</c>, <c>2h</c>.</summary>
public static class DurationText
{
    private static readonly (string Suffix, double Seconds)[] Units = [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads a duration: a number and <c>us</c>, <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        foreach (var (suffix, seconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds < TimeSpan.MaxValue.TotalSeconds)
            {
                value = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Writes a duration in the unit that suits it, for example <c>1.5 s</c>.</summary>
    public static string Format(TimeSpan value) => value.TotalSeconds switch
    {
        0 => "0 s",
        < 1e-3 => $"{value.TotalMicroseconds:0.###} µs",
        < 1 => $"{value.TotalMilliseconds:0.###} ms",
        < 120 => $"{value.TotalSeconds:0.###} s",
        < 7200 => $"{value.TotalMinutes:0.##} min",
        _ => $"{value.TotalHours:0.##} h",
    };
}
