using System.Runtime.InteropServices;

namespace Attune.Lab.Analysis.Divisive;

/// <summary>Where a segment splits best: the first <paramref name="Offset"/> values against those that follow.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EnergySplit(int Offset, double Statistic)
{
    /// <summary>
    /// The split with the largest energy statistic (Matteson and James, equation 7) over all places and all ends of the second part: the values
    /// after the end may belong to a further segment. Ends are added one by one, and each adds one distance to every sum.
    /// </summary>
    /// <param name="segment">At least two values.</param>
    public static EnergySplit Best(ReadOnlySpan<double> segment)
    {
        var best = new EnergySplit(0, double.NegativeInfinity);
        var sums = new EnergySums(segment.Length);
        for (var end = 1; end < segment.Length; end++)
        {
            sums.Add(segment, end);
            for (var split = 1; split <= end; split++)
            {
                var statistic = sums.Statistic(split, end + 1);
                if (statistic > best.Statistic || (statistic.Equals(best.Statistic) && split < best.Offset))
                {
                    best = new EnergySplit(split, statistic);
                }
            }
        }

        return best;
    }
}
