using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis.Divisive;

/// <summary>The original test: a split is significant when few permutations within the present segments reach its statistic anywhere.</summary>
internal static class PermutationSplits
{
    public static List<ChangePoint> Detect(double[] series, EDivisiveOptions options)
    {
        var random = new Random(options.Seed);
        var segments = new SegmentTree(series);
        var found = new List<(int Index, double PValue)>();
        while (segments.BestSplit() is { } split)
        {
            var p = PValue(series, segments, split.Statistic, options, random);
            if (p > options.MaxPValue)
            {
                break;
            }

            segments.Split(split);
            found.Add((split.Index, p));
        }

        found.Sort();
        return [.. found.Select((point, i) => new ChangePoint(
            point.Index,
            point.PValue,
            MeanTest.Mean(series.AsSpan((i == 0 ? 0 : found[i - 1].Index)..point.Index)),
            MeanTest.Mean(series.AsSpan(point.Index..(i + 1 == found.Count ? series.Length : found[i + 1].Index)))))];
    }

    private static double PValue(double[] series, SegmentTree segments, double statistic, EDivisiveOptions options, Random random)
    {
        var bounds = segments.Segments.ToList();
        var drawn = series.ToArray();
        var reached = 0;
        for (var i = 0; i < options.Permutations; i++)
        {
            reached += bounds.Any(segment => Shuffled(drawn, segment.Start, segment.End, random) >= statistic) ? 1 : 0;

            // Enough permutations reach it for the answer to be no, whatever the rest shows.
            if (reached + 1 > options.MaxPValue * (options.Permutations + 1))
            {
                return (reached + 1.0) / (i + 2);
            }
        }

        return (reached + 1.0) / (options.Permutations + 1);
    }

    private static double Shuffled(double[] series, int start, int end, Random random)
    {
        var segment = series.AsSpan(start, end - start);
        random.Shuffle(segment);
        return segment.Length > 1 ? EnergySplit.Best(segment).Statistic : double.NegativeInfinity;
    }
}
