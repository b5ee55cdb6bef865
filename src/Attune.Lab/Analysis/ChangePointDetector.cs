using Attune.Lab.Analysis.Segmentation;
using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis;

/// <summary>Finds where any series changes its level or its slope: the best segmentation into straight lines under noise that may be correlated.</summary>
/// <remarks>
/// <para>Lone spikes are filtered. Every segmentation into lines is weighed by its squared distances over the noise, plus the modified BIC
/// penalty (Zhang and Siegmund 2007): 3 log n for each change point and the log share of each segment. The best of all comes from exact
/// dynamic programming.</para>
/// <para>The noise is the long-run variance of a first-order autoregression, so that slow wandering and seasons make it large. It is
/// first taken from what one line through everything leaves (at most <see cref="MaxNoiseShare"/> times that variance, as changes
/// themselves look like correlated noise), then from what the found segments leave, as long as it falls.</para>
/// <para>Time O(n²) for each round of this, of which there are a few; memory O(n).</para>
/// </remarks>
public static class ChangePointDetector
{
    /// <summary>Largest noise, as a multiple of the variance around one line.</summary>
    public const double MaxNoiseShare = 3;

    private const int MaxRounds = 20;
    private const double Exact = 1e-12;

    /// <summary>Finds change points, in ascending order.</summary>
    /// <param name="series">Values in order; those that are not a number are missing and skipped.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <returns>Change points; their p-value is that of a Wald test of a new line (two parameters) under the found noise.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static IReadOnlyList<ChangePoint> Detect(ReadOnlySpan<double> series, ChangePointOptions? options = null)
    {
        options ??= new ChangePointOptions();
        if (!(options.Penalty is >= 0.1 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Penalty, "'Penalty' is a number from 0.1 to 1,000.");
        }

        if (options.MinSegment < 3)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinSegment, "'MinSegment' is a whole number of at least 3.");
        }

        var present = Present(series);
        var values = new double[present.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = series[present[i]];
        }

        Figures.Require(values, 0, nameof(series));
        return values.Length < 2 * options.MinSegment ? [] : Detect(present, values, options);
    }

    private static List<ChangePoint> Detect(int[] present, double[] values, ChangePointOptions options)
    {
        var count = values.Length;
        var y = Standardized(SpikeFilter.Apply(values));
        var lines = new LineSegments([.. present.Select(index => (double)index / present[^1])], y);
        var (starts, noise) = (new List<int>(), Noise(lines, [], count));
        noise = Math.Min(noise, MaxNoiseShare * lines.Rest(0, count) / count);
        for (var round = 0; round < MaxRounds && noise > Exact; round++)
        {
            var found = OptimalPartition.Find(lines, count, noise, options.Penalty * Math.Log(count), options.MinSegment);
            var left = Noise(lines, found, count);
            var isSettled = (round > 0 && found.SequenceEqual(starts)) || left >= noise;
            starts = found;
            if (isSettled)
            {
                break;
            }

            noise = Math.Max(left, Exact);
        }

        return [.. starts.Select((_, i) => Point(i, starts, noise, lines, present, values))];
    }

    private static ChangePoint Point(int i, List<int> starts, double noise, LineSegments lines, int[] present, double[] values)
    {
        var (start, index, end) = (i == 0 ? 0 : starts[i - 1], starts[i], i + 1 == starts.Count ? values.Length : starts[i + 1]);
        var gain = (lines.Rest(start, end) - lines.Rest(start, index) - lines.Rest(index, end)) / noise;
        return new ChangePoint(
            present[index], Math.Exp(-Math.Max(0, gain) / 2), MeanTest.Mean(values.AsSpan(start..index)), MeanTest.Mean(values.AsSpan(index..end)));
    }

    private static double Noise(LineSegments lines, List<int> starts, int count)
    {
        var residuals = new double[count];
        for (var i = 0; i <= starts.Count; i++)
        {
            lines.Residuals(i == 0 ? 0 : starts[i - 1], i == starts.Count ? count : starts[i], residuals);
        }

        return LongRunVariance.Of(residuals, 2 * (starts.Count + 1));
    }

    private static int[] Present(ReadOnlySpan<double> series)
    {
        var present = new List<int>(series.Length);
        for (var i = 0; i < series.Length; i++)
        {
            if (!double.IsNaN(series[i]))
            {
                present.Add(i);
            }
        }

        return [.. present];
    }

    private static double[] Standardized(double[] values)
    {
        var statistics = default(Measurement.RunningStatistics);
        foreach (var value in values)
        {
            statistics.Add(value);
        }

        var scale = statistics.PopulationStandardDeviation > 0 ? statistics.PopulationStandardDeviation : 1;
        return [.. values.Select(value => (value - statistics.Mean) / scale)];
    }
}
