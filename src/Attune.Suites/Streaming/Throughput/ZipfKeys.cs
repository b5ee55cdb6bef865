namespace Attune.Suites.Streaming.Throughput;

/// <summary>Keys of which the k-th is drawn in proportion to 1/k (Zipf's law with exponent 1).</summary>
internal sealed class ZipfKeys
{
    private readonly double[] _cumulative;

    /// <summary>Keys from 0 to <paramref name="count"/> − 1.</summary>
    public ZipfKeys(int count)
    {
        _cumulative = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            _cumulative[i] = sum += 1.0 / (i + 1);
        }
    }

    /// <summary>The key at <paramref name="share"/> (0 to less than 1) of the distribution.</summary>
    public int At(double share)
    {
        var found = Array.BinarySearch(_cumulative, share * _cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }
}
