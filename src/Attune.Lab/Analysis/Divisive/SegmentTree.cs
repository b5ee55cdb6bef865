using System.Runtime.InteropServices;

namespace Attune.Lab.Analysis.Divisive;

/// <summary>The segments of a series so far, each with its best further split, which is searched for only once.</summary>
internal sealed class SegmentTree
{
    private readonly double[] _series;
    private readonly List<Candidate> _candidates = [];

    public SegmentTree(ReadOnlySpan<double> series)
    {
        _series = series.ToArray();
        Add(0, series.Length);
    }

    /// <summary>The ends of the segments, the start of the series included.</summary>
    public IEnumerable<(int Start, int End)> Segments => _candidates.Select(candidate => (candidate.Start, candidate.End));

    /// <summary>The best split of all segments; null if none can be split.</summary>
    public Candidate? BestSplit()
    {
        Candidate? best = null;
        foreach (var candidate in _candidates)
        {
            if (candidate.Index > candidate.Start && (best is null || candidate.Statistic > best.Value.Statistic))
            {
                best = candidate;
            }
        }

        return best;
    }

    public void Split(Candidate candidate)
    {
        _candidates.Remove(candidate);
        Add(candidate.Start, candidate.Index);
        Add(candidate.Index, candidate.End);
        _candidates.Sort((a, b) => a.Start.CompareTo(b.Start));
    }

    private void Add(int start, int end)
    {
        var split = end - start > 1 ? EnergySplit.Best(_series.AsSpan(start, end - start)) : default;
        _candidates.Add(new Candidate(start, end, start + split.Offset, split.Statistic));
    }

    /// <summary>A segment and the place where it would split; that place is the start where it cannot.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Candidate(int Start, int End, int Index, double Statistic);
}
