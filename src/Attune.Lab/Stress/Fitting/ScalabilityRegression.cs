namespace Attune.Lab.Stress.Fitting;

/// <summary>N/X = a + b(N − 1) + cN(N − 1) with 0 ≤ b ≤ a and 0 ≤ c, by iteratively reweighted least squares of the relative error.</summary>
internal static class ScalabilityRegression
{
    private const int MostIterations = 100;
    private const double Converged = 1e-12;

    /// <summary>Huber's constant: 95 % as efficient as least squares when errors are normal.</summary>
    private const double HuberLimit = 1.345;

    /// <summary>The median absolute deviation of a normal distribution with standard deviation 1.</summary>
    private const double NormalDeviation = 0.6745;

    /// <summary>Errors below this are rounding, however small the others are.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Each set of bounds that can be active, as the columns that remain.</summary>
    private static readonly Candidate[] Candidates =
    [
        new([_ => 1, n => n - 1, n => n * (n - 1)], x => (x[0], x[1], x[2])),
        new([_ => 1, n => n - 1], x => (x[0], x[1], 0)),
        new([_ => 1, n => n * (n - 1)], x => (x[0], 0, x[1])),
        new([n => n, n => n * (n - 1)], x => (x[0], x[0], x[1])),
        new([_ => 1], x => (x[0], 0, 0)),
        new([n => n], x => (x[0], x[0], 0)),
    ];

    public static (double A, double B, double C) Fit((double N, double X)[] points)
    {
        var weights = new double[points.Length];
        Array.Fill(weights, 1);
        var fit = Solve(points, weights);
        for (var i = 0; i < MostIterations; i++)
        {
            Reweigh(points, fit, weights);
            var next = Solve(points, weights);
            var change = Math.Abs(next.A - fit.A) + Math.Abs(next.B - fit.B) + Math.Abs(next.C - fit.C);
            fit = next;
            if (change <= Converged * fit.A)
            {
                break;
            }
        }

        return fit;
    }

    private static (double A, double B, double C) Solve((double N, double X)[] points, double[] weights)
    {
        (double A, double B, double C) best = default;
        var least = double.PositiveInfinity;
        foreach (var candidate in Candidates)
        {
            if (candidate.Solve(points, weights) is not { } found || !(found is { A: > 0, B: >= 0, C: >= 0 } && found.B <= found.A))
            {
                continue;
            }

            var error = points.Select((point, i) => weights[i] * Math.Pow(RelativeError(point, found), 2)).Sum();
            if (error < least)
            {
                (best, least) = (found, error);
            }
        }

        return best;
    }

    private static void Reweigh((double N, double X)[] points, (double A, double B, double C) fit, double[] weights)
    {
        var errors = Array.ConvertAll(points, point => Math.Abs(RelativeError(point, fit)));
        var limit = Math.Max(HuberLimit * Analysis.Percentiles.Median(errors) / NormalDeviation, Rounding);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = errors[i] <= limit ? 1 : limit / errors[i];
        }
    }

    private static double RelativeError((double N, double X) point, (double A, double B, double C) fit) =>
        ((fit.A + fit.B * (point.N - 1) + fit.C * point.N * (point.N - 1)) * point.X / point.N) - 1;

    private sealed record Candidate(Func<double, double>[] Columns, Func<double[], (double A, double B, double C)> Coefficients)
    {
        public (double A, double B, double C)? Solve((double N, double X)[] points, double[] weights)
        {
            var matrix = new double[Columns.Length][];
            var target = new double[points.Length];
            for (var column = 0; column < Columns.Length; column++)
            {
                matrix[column] = new double[points.Length];
                for (var row = 0; row < points.Length; row++)
                {
                    // Both sides divided by N/X, so that errors are relative.
                    matrix[column][row] = Columns[column](points[row].N) * points[row].X / points[row].N * Math.Sqrt(weights[row]);
                    target[row] = Math.Sqrt(weights[row]);
                }
            }

            return LeastSquares.Solve(matrix, target) is { } solution ? Coefficients(solution) : null;
        }
    }
}
