namespace Attune.Lab.Reports.Documents;

/// <summary>Numbers as programs get them: rounded to what they are worth, null where there is none.</summary>
internal static class Number
{
    /// <summary>Seconds as milliseconds, to the microsecond below a tenth of it: six digits at most matter.</summary>
    public static double? Milliseconds(double seconds) => Round(seconds * 1000, 4);

    public static double? Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;
}
