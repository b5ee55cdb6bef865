namespace Attune.Lab.Analysis.Segmentation;

/// <summary>Least-squares lines through any stretch of a series, each in O(1) from running sums.</summary>
internal sealed class LineSegments
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _sumX;
    private readonly double[] _sumY;
    private readonly double[] _sumXX;
    private readonly double[] _sumXY;
    private readonly double[] _sumYY;

    /// <summary>Lines of <paramref name="y"/> over <paramref name="x"/>; both should be of the order of 1, so that the sums stay exact enough.</summary>
    public LineSegments(double[] x, double[] y)
    {
        (_x, _y) = (x, y);
        _sumX = Running(x, x, static (a, _) => a);
        _sumY = Running(y, y, static (a, _) => a);
        _sumXX = Running(x, x, static (a, b) => a * b);
        _sumXY = Running(x, y, static (a, b) => a * b);
        _sumYY = Running(y, y, static (a, b) => a * b);
    }

    /// <summary>Sum of squared distances from the best line through [start, end).</summary>
    public double Rest(int start, int end)
    {
        double count = end - start;
        var (x, y) = (_sumX[end] - _sumX[start], _sumY[end] - _sumY[start]);
        var xx = _sumXX[end] - _sumXX[start] - (x * x / count);
        var xy = _sumXY[end] - _sumXY[start] - (x * y / count);
        var yy = _sumYY[end] - _sumYY[start] - (y * y / count);
        return Math.Max(0, xx > 1e-14 ? yy - (xy * xy / xx) : yy);
    }

    /// <summary>Writes each value's distance from the best line through [start, end).</summary>
    public void Residuals(int start, int end, Span<double> target)
    {
        double count = end - start;
        var (meanX, meanY) = ((_sumX[end] - _sumX[start]) / count, (_sumY[end] - _sumY[start]) / count);
        var (xx, xy) = (0.0, 0.0);
        for (var i = start; i < end; i++)
        {
            xx += (_x[i] - meanX) * (_x[i] - meanX);
            xy += (_x[i] - meanX) * (_y[i] - meanY);
        }

        var slope = xx > 0 ? xy / xx : 0;
        for (var i = start; i < end; i++)
        {
            target[i] = _y[i] - meanY - (slope * (_x[i] - meanX));
        }
    }

    private static double[] Running(double[] a, double[] b, Func<double, double, double> term)
    {
        var sums = new double[a.Length + 1];
        for (var i = 0; i < a.Length; i++)
        {
            sums[i + 1] = sums[i] + term(a[i], b[i]);
        }

        return sums;
    }
}
