using System.Globalization;
using System.Text;

namespace Attune.Configuration.Binding;

/// <summary>How option values and names are written in files, variables and messages.</summary>
internal static class ValueFormat
{
    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary><c>MaxBatchSize</c> becomes <c>max_batch_size</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>Reads a value of an option's type.</summary>
    public static bool TryParse(Type type, string text, out object? value)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        value = null;
        if (target == typeof(string))
        {
            value = text;
        }
        else if (target != type && text.Length == 0)
        {
            return true;
        }
        else if (target == typeof(bool))
        {
            value = bool.TryParse(text, out var parsed) ? parsed : null;
        }
        else if (target == typeof(int))
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        else if (target == typeof(long))
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        else if (target == typeof(double))
        {
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) ? parsed : null;
        }
        else if (target == typeof(TimeSpan))
        {
            value = TryParseDuration(text, out var parsed) ? parsed : null;
        }
        else if (target.IsEnum)
        {
            value = Enum.GetNames(target).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
                ? Enum.Parse(target, name)
                : null;
        }
        else
        {
            throw new NotSupportedException($"Options of type {type} are not supported.");
        }

        return value is not null;
    }

    /// <summary>Reads <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>12h</c>, <c>1d</c> or <c>[d.]hh:mm:ss</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds < TimeSpan.MaxValue.TotalMilliseconds)
            {
                value = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        value = default;
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes a value as it would stand in the file.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan duration => FormatDuration(duration),
        Enum name => name.ToString().ToLowerInvariant(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string FormatDuration(TimeSpan duration)
    {
        foreach (var (suffix, milliseconds) in Units.Reverse())
        {
            if (duration.TotalMilliseconds >= milliseconds && duration.TotalMilliseconds % milliseconds == 0)
            {
                return (duration.TotalMilliseconds / milliseconds).ToString(CultureInfo.InvariantCulture) + suffix;
            }
        }

        return duration == TimeSpan.Zero ? "0s" : duration.ToString("c", CultureInfo.InvariantCulture);
    }

    /// <summary>What a value of an option's type looks like.</summary>
    public static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(int) || plain == typeof(long) => "a whole number",
        var plain when plain == typeof(double) => "a number",
        var plain when plain == typeof(TimeSpan) => "a duration such as 250ms, 30s, 5m, 12h or 1d",
        { IsEnum: true } plain => "one of " + string.Join(", ", Enum.GetNames(plain).Select(name => name.ToLowerInvariant())),
        _ => "text",
    };
}
