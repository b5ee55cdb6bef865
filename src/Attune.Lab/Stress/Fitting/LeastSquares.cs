namespace Attune.Lab.Stress.Fitting;

/// <summary>Linear least squares of a few columns by modified Gram–Schmidt, each column scaled to length 1 and orthogonalised twice.</summary>
internal static class LeastSquares
{
    private const double Dependent = 1e-13;

    /// <summary>The coefficients of the columns, or null when the columns depend on each other. Overwrites both arguments.</summary>
    public static double[]? Solve(double[][] columns, double[] target)
    {
        var count = columns.Length;
        var upper = new double[count, count];
        var lengths = new double[count];
        var projections = new double[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = Length(columns[i]);
            if (!(lengths[i] > 0))
            {
                return null;
            }

            Scale(columns[i], 1 / lengths[i]);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    upper[j, i] += Remove(columns[i], columns[j]);
                }
            }

            upper[i, i] = Length(columns[i]);
            if (!(upper[i, i] > Dependent))
            {
                return null;
            }

            Scale(columns[i], 1 / upper[i, i]);
            projections[i] = Remove(target, columns[i]);
        }

        for (var i = count - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < count; j++)
            {
                projections[i] -= upper[i, j] * projections[j];
            }

            projections[i] /= upper[i, i];
        }

        for (var i = 0; i < count; i++)
        {
            projections[i] /= lengths[i];
        }

        return projections;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static void Scale(double[] vector, double factor)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] *= factor;
        }
    }

    /// <summary>Takes the part along a unit vector away; returns its length.</summary>
    private static double Remove(double[] vector, double[] unit)
    {
        double along = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            along += vector[i] * unit[i];
        }

        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] -= along * unit[i];
        }

        return along;
    }
}
