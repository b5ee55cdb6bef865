using System.Globalization;
using Attune.Lab.History;

namespace Attune.Cli.Benchmarks;

/// <summary>Figures as a person reads them: about four digits.</summary>
internal static class FigureFormat
{
    public const string NoData = "no data";

    public static string Of(double? value) => value is not { } number ? NoData : Math.Abs(number) switch
    {
        0 => "0",
        >= 1000 => number.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => number.ToString("0.#", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.##", CultureInfo.InvariantCulture),
        >= 0.1 => number.ToString("0.###", CultureInfo.InvariantCulture),
        _ => number.ToString("G3", CultureInfo.InvariantCulture),
    };

    public static string Of(double? value, string unit) => value is null ? NoData : $"{Of(value)} {unit}";

    /// <summary>A relative change with its sign: <c>+3.2 %</c>.</summary>
    public static string Change(double change) => Verdicts.Percent(change);
}
