namespace Attune.Lab.Analysis.Statistics;

/// <summary>The regularized incomplete beta function, by its continued fraction (NIST DLMF 8.17.22), evaluated forwards.</summary>
internal static class IncompleteBeta
{
    private const int MaxTerms = 20_000;
    private const double Tiny = 1e-300;

    public static double Regularized(double a, double b, double x)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        // The fraction converges fast below the mean only; above it the complement is the smaller half.
        return x < (a + 1) / (a + b + 2) ? Lower(a, b, x) : 1 - Lower(b, a, 1 - x);
    }

    private static double Lower(double a, double b, double x)
    {
        var front = Math.Exp((a * Math.Log(x)) + (b * LogOneMinus(x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        var (c, d) = (1.0, Invert(1 - ((a + b) * x / (a + 1))));
        var fraction = d;
        for (var m = 1; m < MaxTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = Invert(1 + (even * d));
            c = Guard(1 + (even / c));
            fraction *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = Invert(1 + (odd * d));
            c = Guard(1 + (odd / c));
            fraction *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-15)
            {
                break;
            }
        }

        return front * fraction;
    }

    private static double LogOneMinus(double x) => Math.Abs(x) < 1e-5 ? -x - (x * x / 2) - (x * x * x / 3) : Math.Log(1 - x);

    private static double Invert(double value) => 1 / Guard(value);

    private static double Guard(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>Logarithm of the gamma function of a positive number: Stirling's series (DLMF 5.11.1) once the argument is large enough.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
        {
            shift -= Math.Log(x);
        }

        var s = 1 / (x * x);
        var series = (1 / 12.0 - (s * (1 / 360.0 - (s * (1 / 1260.0 - (s * (1 / 1680.0 - (s / 1188)))))))) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (Math.Log(2 * Math.PI) / 2) + series;
    }
}
