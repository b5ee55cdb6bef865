namespace Attune.Lab.Analysis.Statistics;

/// <summary>Medians of samples drawn with replacement: counts how often each sorted figure is drawn, so that nothing is sorted again.</summary>
internal sealed class ResampledMedian(ReadOnlySpan<double> values, Random random)
{
    private readonly double[] _sorted = Figures.Sorted(values);
    private readonly int[] _draws = new int[values.Length];

    public double Next()
    {
        Array.Clear(_draws);
        for (var i = 0; i < _sorted.Length; i++)
        {
            _draws[random.Next(_sorted.Length)]++;
        }

        var upper = At(_sorted.Length / 2);
        return _sorted.Length % 2 == 1 ? upper : (At((_sorted.Length / 2) - 1) + upper) / 2;
    }

    private double At(int rank)
    {
        var index = 0;
        for (var below = _draws[0]; below <= rank; below += _draws[index])
        {
            index++;
        }

        return _sorted[index];
    }
}
