namespace Attune.Lab.Analysis.Divisive;

/// <summary>Sums of the distances between the values before and after every split of a growing segment.</summary>
internal sealed class EnergySums
{
    // By split: distances between the sides, and within each. Those within the left side do not depend on the end.
    private readonly double[] _across;
    private readonly double[] _left;
    private readonly double[] _right;
    private readonly double[] _distances;
    private readonly double[] _reciprocals;

    public EnergySums(int capacity)
    {
        _across = new double[capacity + 1];
        _left = new double[capacity + 1];
        _right = new double[capacity + 1];
        _distances = new double[capacity + 1];
        _reciprocals = new double[capacity + 1];
        for (var i = 1; i <= capacity; i++)
        {
            _reciprocals[i] = 1.0 / i;
        }
    }

    /// <summary>Takes in the value at <paramref name="last"/>; those before it have been taken in already.</summary>
    public void Add(ReadOnlySpan<double> segment, int last)
    {
        var added = segment[last];
        var all = 0.0;
        for (var i = 0; i < last; i++)
        {
            all += Math.Abs(segment[i] - added);
            _distances[i + 1] = all;
        }

        for (var split = 1; split < last; split++)
        {
            _across[split] += _distances[split];
            _right[split] += all - _distances[split];
        }

        // The split at `last` is new: the added value stands alone on its right.
        (_across[last], _right[last]) = (all, 0);
        _left[last + 1] = _left[last] + all;
    }

    /// <summary>Energy statistic of the first <paramref name="split"/> values against those up to <paramref name="end"/>.</summary>
    public double Statistic(int split, int end)
    {
        // A side of one value has no distances within, and the reciprocal of 0 stands as 0.
        var (n, m) = (split, end - split);
        return 2 * _reciprocals[end] * (_across[split] - (m * _reciprocals[n - 1] * _left[split]) - (n * _reciprocals[m - 1] * _right[split]));
    }
}
