using System.Globalization;
using Attune.Lab.Analysis;

namespace Attune.Lab.History;

/// <summary>What an analysed series shows, in a few words.</summary>
public static class Verdicts
{
    /// <summary>For example <c>regressed since run 12 (3fa2c1d) by +8.1 % [+6.0 %, +9.9 %]</c>, <c>improving -0.5 % a run</c> or <c>no trend</c>.</summary>
    public static string Of(SeriesAnalysis series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series is { Regression: { } regression, RegressedSince: { } since })
        {
            var commit = since.Commit is { } hash ? $" ({hash[..Math.Min(7, hash.Length)]})" : "";
            return $"regressed since run {since.Id}{commit} by {Percent(regression.Change)} [{Percent(regression.Interval.Lower)}, {Percent(regression.Interval.Upper)}]";
        }

        return series.Values.Count < 3 ? ""
            : series.Trend.Direction == TrendDirection.Stable ? "no trend"
            : $"{series.Trend.Direction.ToString().ToLowerInvariant()} {Percent(series.Trend.RelativeSlope)} a run";
    }

    /// <summary>A relative change with its sign: <c>+3.2 %</c>.</summary>
    public static string Percent(double change) =>
        double.IsFinite(change) ? $"{(change * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)} %" : "no data";
}
