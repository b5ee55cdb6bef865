using System.Globalization;
using System.Net;
using Attune.Lab.Load;

namespace Attune.Cli.Commands;

/// <summary>Checks of option values that name the option and the range.</summary>
internal static class Limits
{
    public static int Check(string option, int value, int maximum) => value >= 1 && value <= maximum
        ? value
        : throw new UserErrorException($"{option} must be a whole number in the allowed range 1..{maximum}; this is {value}.");

    public static string? Address(string option, string? value) => value is null
        ? null
        : IPAddress.TryParse(value, out var address) ? address.ToString() : throw new UserErrorException($"{option} must be an IPv4 or IPv6 address; this is '{value}'.");

    public static double Number(string option, string text, double minimum, double maximum, string what) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new UserErrorException($"{option} must be {what} in the allowed range {minimum:0.######}..{maximum:0.######}; this is '{text}'.");

    public static int Whole(string option, string text, int minimum, int maximum, string what) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new UserErrorException($"{option} must be {what} in the allowed range {minimum}..{maximum}; this is '{text}'.");

    public static TimeSpan Duration(string option, string text, TimeSpan minimum, TimeSpan maximum) =>
        DurationText.TryParse(text, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new UserErrorException(
                $"{option} must be a time such as 250ms, 30s or 5m in the allowed range {DurationText.Format(minimum)}..{DurationText.Format(maximum)}; this is '{text}'.");
}
