using Attune.Lab.Analysis.Statistics;

namespace Attune.Lab.Analysis.Divisive;

/// <summary>The variant of Hunter and Otava: split in sliding windows with a lenient test, then merge what the strict test does not keep.</summary>
internal static class WindowedSplits
{
    public static List<ChangePoint> Detect(double[] series, EDivisiveOptions options)
    {
        var kept = Split(series, options.Window, Lenient(options.MaxPValue)).Order().ToList();
        var points = kept.Select((_, i) => Compare(series, kept, i)).ToList();
        while (Weakest(points, options) is { } weakest)
        {
            kept.RemoveAt(weakest);
            points.RemoveAt(weakest);
            if (weakest < kept.Count)
            {
                // Otava renews the point after a removed one, not the one before; so do we, to keep the same points.
                points[weakest] = Compare(series, kept, weakest);
            }
        }

        return [.. kept.Select((_, i) => Compare(series, kept, i))];
    }

    // A point that looks weak within a window may prove strong once its neighbours are merged away, so the first pass lets more in (as Otava does).
    private static double Lenient(double maxPValue) => maxPValue < 0.05 ? maxPValue * 10 : maxPValue < 0.5 ? maxPValue * 2 : maxPValue;

    private static HashSet<int> Split(double[] series, int window, double maxPValue)
    {
        var found = new HashSet<int>();
        for (var start = 0; start < series.Length;)
        {
            var inWindow = Divide(series.AsSpan(start, Math.Min(window, series.Length - start)), maxPValue);
            found.UnionWith(inWindow.Select(index => start + index));
            start = Math.Max(inWindow.Count > 0 ? start + inWindow.Max() : 0, start + (window / 2));
        }

        return found;
    }

    private static List<int> Divide(ReadOnlySpan<double> window, double maxPValue)
    {
        var points = new List<int>();
        var segments = new SegmentTree(window);
        while (segments.BestSplit() is { } split
            && MeanTest.PValue(window[split.Start..split.Index], window[split.Index..split.End]) <= maxPValue)
        {
            segments.Split(split);
            points.Add(split.Index);
        }

        return points;
    }

    private static int? Weakest(List<ChangePoint> points, EDivisiveOptions options)
    {
        if (points.Count == 0)
        {
            return null;
        }

        var leastSignificant = points.MaxBy(point => point.PValue)!;
        if (leastSignificant.PValue >= options.MaxPValue)
        {
            return points.IndexOf(leastSignificant);
        }

        var smallest = points.MinBy(point => point.Magnitude)!;
        return smallest.Magnitude > options.MinMagnitude ? null : points.IndexOf(smallest);
    }

    private static ChangePoint Compare(double[] series, List<int> points, int i)
    {
        var before = series.AsSpan((i == 0 ? 0 : points[i - 1])..points[i]);
        var after = series.AsSpan(points[i]..(i + 1 == points.Count ? series.Length : points[i + 1]));
        return new ChangePoint(points[i], MeanTest.PValue(before, after), MeanTest.Mean(before), MeanTest.Mean(after));
    }
}
