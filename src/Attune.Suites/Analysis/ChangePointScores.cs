namespace Attune.Suites.Analysis;

/// <summary>How well found change points agree with those of several people (van den Burg and Williams, "An Evaluation of Change Point Detection Algorithms", 2020).</summary>
internal static class ChangePointScores
{
    private const int Margin = 5;

    /// <summary>Harmonic mean of precision (against all people's points) and recall (the mean of each person's); the start of the series counts as a point of everyone.</summary>
    public static double F1(IReadOnlyList<int[]> annotations, IReadOnlyCollection<int> found)
    {
        var people = annotations.Select(points => points.Append(0).ToHashSet()).ToList();
        var claimed = found.Append(0).ToHashSet();
        var precision = (double)Matches(people.SelectMany(points => points).Distinct(), claimed) / claimed.Count;
        var recall = people.Average(points => (double)Matches(points, claimed) / points.Count);
        return 2 * precision * recall / (precision + recall);
    }

    /// <summary>How well the found segments cover each person's: the mean over people and values of the best Jaccard index.</summary>
    public static double Cover(IReadOnlyList<int[]> annotations, IReadOnlyCollection<int> found, int length)
    {
        var segments = Segments(found, length);
        return annotations.Average(points => Segments(points, length).Sum(truth =>
            (truth.End - truth.Start) * segments.Max(segment => Jaccard(truth, segment))) / length);
    }

    private static int Matches(IEnumerable<int> truth, IEnumerable<int> found)
    {
        var unused = found.ToHashSet();
        var matches = 0;
        foreach (var point in truth.Order())
        {
            var near = unused.Where(candidate => Math.Abs(candidate - point) <= Margin).ToList();
            if (near.Count > 0)
            {
                unused.Remove(near.MinBy(candidate => (Math.Abs(candidate - point), candidate)));
                matches++;
            }
        }

        return matches;
    }

    private static List<(int Start, int End)> Segments(IEnumerable<int> points, int length)
    {
        int[] bounds = [0, .. points.Where(point => point > 0 && point < length).Distinct().Order(), length];
        return [.. bounds.Zip(bounds.Skip(1))];
    }

    private static double Jaccard((int Start, int End) a, (int Start, int End) b)
    {
        var shared = Math.Max(0, Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start));
        return (double)shared / (a.End - a.Start + b.End - b.Start - shared);
    }
}
