using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Lab.Load;

/// <summary>What a run has to fulfil as a whole, for example <c>p95 &lt; 500ms</c> or <c>success >= 99%</c>.</summary>
public sealed partial class LoadThreshold
{
    private const string Examples = "p95 < 500ms, mean <= 20ms, success >= 99%, rate >= 900/s, errors < 10 or not_sent <= 0";

    private readonly string _metric;
    private readonly string _operator;
    private readonly double _limit;

    private LoadThreshold(string text, string metric, string comparison, double limit)
    {
        Text = text;
        _metric = metric;
        _operator = comparison;
        _limit = limit;
    }

    /// <summary>The threshold as written.</summary>
    public string Text { get; }

    /// <summary>Reads a threshold.</summary>
    /// <param name="text">
    /// A figure, one of <c>&lt; &lt;= > >=</c>, and a limit. Figures: <c>p50</c> to <c>p99.99</c>, <c>mean</c> and <c>max</c> latency with
    /// a time; <c>success</c> with a percentage; <c>rate</c> in answers a second; <c>errors</c> and <c>not_sent</c>, counts.
    /// </param>
    /// <exception cref="LoadException">The text is nothing of the kind.</exception>
    public static LoadThreshold Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Pattern().Match(text);
        var metric = match.Groups["metric"].Value;
        return match.Success && Limit(metric, match.Groups["limit"].Value) is { } limit
            ? new LoadThreshold(text.Trim(), metric, match.Groups["operator"].Value, limit)
            : throw new LoadException($"thresholds: '{text}' is not a threshold such as {Examples}");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal ThresholdResult Evaluate(in LoadTotals totals)
    {
        var value = Measure(totals);
        return double.IsNaN(value)
            ? new ThresholdResult(Text, "no data", Passed: false)
            : new ThresholdResult(Text, Show(value), IsKept(value));
    }

    private static double? Limit(string metric, string text)
    {
        if (metric is "mean" or "max" || metric.StartsWith('p'))
        {
            return IsPercentile(metric) && DurationText.TryParse(text, out var time) ? time.TotalSeconds : null;
        }

        var (unit, scale) = metric switch { "success" => ("%", 0.01), "rate" => ("/s", 1.0), _ => ("", 1.0) };
        return text.EndsWith(unit, StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number * scale
                : null;
    }

    private static bool IsPercentile(string metric) => !metric.StartsWith('p') || Percent(metric) is >= 0 and <= 100;

    private static double Percent(string metric) => double.Parse(metric.AsSpan(1), CultureInfo.InvariantCulture);

    private bool IsKept(double value) => _operator switch
    {
        "<" => value < _limit,
        "<=" => value <= _limit,
        ">" => value > _limit,
        _ => value >= _limit,
    };

    private double Measure(in LoadTotals totals) => _metric switch
    {
        "errors" => totals.Failed,
        "not_sent" => totals.NotSent,
        "rate" => totals.Elapsed > TimeSpan.Zero ? totals.Latency.Count / totals.Elapsed.TotalSeconds : double.NaN,
        "success" => totals.Requests == 0 ? double.NaN : (double)totals.Succeeded / totals.Requests,
        "mean" => totals.Latency.Mean,
        "max" => totals.Latency.Max,
        _ => totals.Latency.Percentile(Percent(_metric)),
    };

    private string Show(double value) => _metric switch
    {
        "errors" or "not_sent" => $"{value:#,0}",
        "rate" => $"{value:#,0.#}/s",
        "success" => $"{100 * value:0.###} %",
        _ => DurationText.Format(TimeSpan.FromSeconds(value)),
    };

    [GeneratedRegex(@"^\s*(?<metric>p\d{1,3}(\.\d{1,4})?|mean|max|success|rate|errors|not_sent)\s*(?<operator><=|>=|<|>)\s*(?<limit>\S+(\s\S+)?)\s*$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
