using Attune.Lab.Analysis;

namespace Attune.Suites.Analysis;

/// <summary>Histories of runs of unchanged programs, cut from the steady parts of real series: each run is ten iterations in a row, its value their median.</summary>
internal static class RunHistories
{
    public const int Iterations = 10;
    public const int Runs = 60;

    /// <summary>Runs before the first judgement.</summary>
    public const int FirstJudged = 20;

    /// <summary>Histories of every tail that is long enough, the same ones for the same seed.</summary>
    /// <param name="tails">Steady parts.</param>
    /// <param name="each">Histories for each.</param>
    /// <param name="inOrder">False: runs from random places without overlap, as independent runs are. True: one after the other, with the slow wandering of a single process.</param>
    /// <param name="seed">Of the places.</param>
    public static IEnumerable<double[]> Draw(IReadOnlyList<double[]> tails, int each, bool inOrder, int seed)
    {
        var random = new Random(seed);
        foreach (var tail in tails)
        {
            var blocks = new double[tail.Length / Iterations];
            for (var i = 0; i < blocks.Length; i++)
            {
                blocks[i] = Percentiles.Median(tail.AsSpan(i * Iterations, Iterations));
            }

            for (var i = 0; i < each && blocks.Length >= Runs; i++)
            {
                var start = random.Next(blocks.Length - Runs + 1);
                if (!inOrder)
                {
                    random.Shuffle(blocks);
                }

                yield return blocks.AsSpan(inOrder ? start : 0, Runs).ToArray();
            }
        }
    }
}
