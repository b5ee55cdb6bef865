namespace Attune.Lab.Analysis.Segmentation;

/// <summary>The segmentation with the least cost of all, by dynamic programming over its last segment (Jackson et al. 2005); O(n²) time.</summary>
internal static class OptimalPartition
{
    /// <returns>Starts of the segments but the first, ascending.</returns>
    public static List<int> Find(LineSegments lines, int count, double noise, double penalty, int minLength)
    {
        var logShare = new double[count + 1];
        for (var length = 1; length <= count; length++)
        {
            logShare[length] = Math.Log((double)length / count);
        }

        var best = new double[count + 1];
        var lastStart = new int[count + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = -penalty;
        for (var end = minLength; end <= count; end++)
        {
            for (var start = 0; start <= end - minLength; start++)
            {
                if (double.IsPositiveInfinity(best[start]))
                {
                    continue;
                }

                var cost = best[start] + penalty + logShare[end - start] + (lines.Rest(start, end) / noise);
                if (cost < best[end])
                {
                    (best[end], lastStart[end]) = (cost, start);
                }
            }
        }

        var starts = new List<int>();
        for (var start = lastStart[count]; start > 0; start = lastStart[start])
        {
            starts.Add(start);
        }

        starts.Reverse();
        return starts;
    }
}
