namespace Attune.Lab.Analysis.Statistics;

/// <summary>Ranks from 1; equal figures share the mean of theirs.</summary>
internal static class MidRanks
{
    /// <returns>The rank of each figure, and the sum of t³ − t over groups of t equal ones.</returns>
    public static (double[] Ranks, double Ties) Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        var (ranks, ties) = (new double[values.Length], 0.0);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && sorted[end] <= sorted[start])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end + 1) / 2.0;
            }

            double tied = end - start;
            ties += (tied * tied * tied) - tied;
            start = end;
        }

        return (ranks, ties);
    }
}
