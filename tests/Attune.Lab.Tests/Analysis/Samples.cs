using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Analysis;

/// <summary>Generated and drawn samples that the tests of this folder share.</summary>
internal static class Samples
{
    /// <summary>One to twenty figures, many of them equal.</summary>
    public static readonly Gen<double[]> WithTies = Gen.Choose(-5, 5).Select(value => value / 2.0).NonEmptyListOf().Select(list => list.Take(20).ToArray());

    /// <summary>Two samples of 1 to 5 figures without any ties.</summary>
    public static readonly Gen<(double[] A, double[] B)> SmallWithoutTies =
        from n in Gen.Choose(1, 5)
        from m in Gen.Choose(1, 5)
        from order in Gen.Shuffle(Enumerable.Range(0, n + m).Select(rank => (double)rank).ToArray())
        select (order[..n], order[n..]);

    public static double[] Normal(Random random, int count, double mean = 0, double deviation = 1)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
