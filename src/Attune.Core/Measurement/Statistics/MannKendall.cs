using System.Runtime.InteropServices;

namespace Attune.Measurement.Statistics;

/// <summary>Outcome of the Mann-Kendall test.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MannKendall(long S, double Variance)
{
    /// <summary><see cref="S"/> in standard deviations, one step nearer to zero for continuity.</summary>
    public double Z => S == 0 || Variance <= 0 ? 0 : (S - Math.Sign(S)) / Math.Sqrt(Variance);

    /// <summary>Two-sided probability.</summary>
    public double PValue => Math.Min(1, 2 * NormalDistribution.UpperTail(Math.Abs(Z)));

    public static MannKendall Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var s = 0L;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                s += x[j].CompareTo(x[i]) * y[j].CompareTo(y[i]);
            }
        }

        return new MannKendall(s, VarianceOf(x.Length, TieSums.Of(x), TieSums.Of(y)));
    }

    // Kendall, Rank Correlation Methods (1975), the variance of S when both rankings have ties.
    private static double VarianceOf(double n, TieSums x, TieSums y)
    {
        var variance = ((n * (n - 1) * ((2 * n) + 5)) - x.Cubic - y.Cubic) / 18;
        variance += x.Pairs * y.Pairs / (2 * n * (n - 1));
        return n > 2 ? variance + (x.Triples * y.Triples / (9 * n * (n - 1) * (n - 2))) : variance;
    }

    /// <summary>Sums over the groups of t equal values: t(t-1)(2t+5), t(t-1) and t(t-1)(t-2).</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct TieSums(double Cubic, double Pairs, double Triples)
    {
        public static TieSums Of(ReadOnlySpan<double> values)
        {
            var sorted = values.ToArray();
            sorted.AsSpan().Sort();
            var sums = default(TieSums);
            for (var start = 0; start < sorted.Length;)
            {
                var end = start + 1;
                while (end < sorted.Length && sorted[end].Equals(sorted[start]))
                {
                    end++;
                }

                sums = sums.With(end - start);
                start = end;
            }

            return sums;
        }

        private TieSums With(double t) => new(
            Cubic + (t * (t - 1) * ((2 * t) + 5)), Pairs + (t * (t - 1)), Triples + (t * (t - 1) * (t - 2)));
    }
}
