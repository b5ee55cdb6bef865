namespace Attune.Lab.Reports;

/// <summary>Figures for people, with their units.</summary>
public static class Figure
{
    /// <summary>Stands where there is no figure.</summary>
    public const string NoData = "no data";

    /// <summary>A whole number.</summary>
    public static string Count(double value) => double.IsFinite(value) ? $"{value:#,0}" : NoData;

    /// <summary>A level of load, or a bound on it that may be infinite.</summary>
    public static string Load(double value) => double.IsFinite(value) ? $"{value:#,0.##}" : "no limit";

    /// <summary>A number a second.</summary>
    public static string Rate(double value) => double.IsFinite(value) ? $"{value.ToString(value < 100 ? "0.0" : "#,0")}/s" : NoData;

    /// <summary>A share from 0 to 1. Only a whole is 100 %, only nothing is 0 %.</summary>
    public static string Percent(double share) => share switch
    {
        double.NaN => NoData,
        > 0.9999 and < 1 => "> 99.99 %",
        > 0 and < 0.0001 => "< 0.01 %",
        _ => $"{share * 100:0.##} %",
    };

    /// <summary>A figure of any size in any unit, about four digits.</summary>
    public static string WithUnit(double? value, string unit) => value is { } number && double.IsFinite(number)
        ? $"{number.ToString(Math.Abs(number) >= 1000 ? "#,0" : "G4")} {unit}"
        : NoData;

    /// <summary>A time in milliseconds, to three digits.</summary>
    public static string Milliseconds(double value) => value switch
    {
        double.NaN => NoData,
        < 1 => $"{value:0.000} ms",
        < 10 => $"{value:0.00} ms",
        < 100 => $"{value:0.0} ms",
        _ => $"{value:#,0} ms",
    };

    /// <summary>A size in bytes, with decimal prefixes.</summary>
    public static string Bytes(double value) => value switch
    {
        < 1e3 => $"{value:0} B",
        < 1e6 => $"{value / 1e3:0.0} kB",
        < 1e9 => $"{value / 1e6:0.0} MB",
        _ => $"{value / 1e9:0.0} GB",
    };
}
