using Attune.Lab.Analysis;

namespace Attune.Suites.Analysis;

/// <summary>A way of saying since which run a history is worse; lower values are better.</summary>
/// <param name="Name">Name as in the figures.</param>
/// <param name="Judge">The first run that is worse, in the history up to now; null if none.</param>
internal sealed record AlarmRule(string Name, Func<double[], int?> Judge)
{
    public static AlarmRule Detector { get; } = new("detector", history => RegressionDetector.Detect(history)?.SinceRun);

    /// <summary>E-divisive with the settings that Apache Otava has without a configuration; <see cref="EDivisive"/> finds the same indexes as Otava.</summary>
    public static AlarmRule Otava { get; } = new("otava", history => EDivisive.Detect(history).LastOrDefault(point => point.Change > 0)?.Index);

    /// <summary>The same with a far stricter test and the detector's smallest change, to compare at fewer false alarms.</summary>
    public static AlarmRule OtavaStrict { get; } = new("otava_strict", history =>
        EDivisive.Detect(history, new EDivisiveOptions { MaxPValue = 1e-5, MinMagnitude = 0.02 }).LastOrDefault(point => point.Change > 0)?.Index);

    public static AlarmRule Mean20 { get; } = new("mean_20", history => history[^1] > 1.2 * history.AsSpan(0, history.Length - 1).ToArray().Average() ? history.Length - 1 : null);
}
