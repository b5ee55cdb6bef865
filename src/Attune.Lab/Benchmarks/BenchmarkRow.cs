namespace Attune.Lab.Benchmarks;

/// <summary>A result as one row of figures: what <c>attune benchmark run --json</c> prints.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Value">Its figure; null if it has none.</param>
/// <param name="Unit">The figure's unit.</param>
/// <param name="Better"><c>lower</c> or <c>higher</c>.</param>
/// <param name="Target">The value to reach; null without one.</param>
/// <param name="Peer">What it was compared with; null if nothing.</param>
/// <param name="PeerValue">The peer's figure.</param>
/// <param name="Ratio">How many times better ours is.</param>
/// <param name="Quality">How good the result was, beside how fast.</param>
/// <param name="Pass">Whether it ran and reached its target; null if it cannot run here.</param>
/// <param name="Suite">The suite.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>failed</c>, <c>timed-out</c>, <c>out-of-memory</c>, <c>unavailable</c> or <c>cancelled</c>.</param>
/// <param name="Error">Why it did not succeed; null if it did.</param>
/// <param name="PeerSource"><c>measured</c> in this run, or why it was not and the value is from elsewhere; null without a peer.</param>
/// <param name="Samples">Measured iterations.</param>
/// <param name="Deviation">Their standard deviation, in the unit; null without samples.</param>
public sealed record BenchmarkRow(
    string Name,
    double? Value,
    string Unit,
    string Better,
    double? Target,
    string? Peer,
    double? PeerValue,
    double? Ratio,
    IReadOnlyDictionary<string, double> Quality,
    bool? Pass,
    string Suite,
    string Outcome,
    string? Error,
    string? PeerSource,
    int Samples,
    double? Deviation)
{
    /// <summary>The row of <paramref name="result"/>.</summary>
    public static BenchmarkRow Of(BenchmarkResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new BenchmarkRow(
            result.Name, result.Value, result.Unit, NameOf(result.Better), result.Target?.Value, result.PeerName, result.PeerValue, result.Ratio, result.Quality,
            result.Outcome == BenchmarkOutcome.Unavailable ? null : result.Passed, result.Suite, NameOf(result.Outcome), result.Error,
            result.PeerName is null ? null : result.PeerUnavailable ?? "measured", result.Summary?.Count ?? 0, result.Summary?.StandardDeviation);
    }

    /// <summary>The outcome as printed.</summary>
    public static string NameOf(BenchmarkOutcome outcome) => outcome switch
    {
        BenchmarkOutcome.TimedOut => "timed-out",
        BenchmarkOutcome.OutOfMemory => "out-of-memory",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>The direction as printed.</summary>
    public static string NameOf(Better better) => better == Benchmarks.Better.Lower ? "lower" : "higher";
}
