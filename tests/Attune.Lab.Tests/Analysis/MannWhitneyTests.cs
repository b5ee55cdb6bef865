using System.Numerics;
using Attune.Lab.Analysis;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Analysis;

public class MannWhitneyTests
{
    [Fact]
    public void Test_SmallSamplesWithoutTies_AgreesWithEveryOrderCounted() => Prop.ForAll(Samples.SmallWithoutTies.ToArbitrary(), pair =>
    {
        var result = MannWhitney.Test(pair.A, pair.B);
        result.U.ShouldBe(Pairs(pair.A, pair.B));
        result.PValue.ShouldBe(ByEnumeration(pair.A, pair.B), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Test_AnySamples_IsSymmetric() => Prop.ForAll(Samples.WithTies.Two().ToArbitrary(), pair =>
    {
        var (there, back) = (MannWhitney.Test(pair.Item1, pair.Item2), MannWhitney.Test(pair.Item2, pair.Item1));
        (there.U + back.U).ShouldBe(pair.Item1.Length * pair.Item2.Length);
        there.PValue.ShouldBe(back.PValue, 1e-12);
        there.Z.ShouldBe(-back.Z, 1e-12);
        there.U.ShouldBe(Pairs(pair.Item1, pair.Item2));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Test_NoTies_AgreesWithSciPyExact()
    {
        MannWhitney.Test([1.1, 2.2, 3.3, 4.4, 5.5], [2.0, 3.0, 6.0, 7.0, 8.0, 9.0]).PValue.ShouldBe(0.17748917748917747, 1e-14);
        var result = MannWhitney.Test(Ramp(30, 0), Ramp(28, 9.5));
        result.U.ShouldBe(210);
        result.PValue.ShouldBe(0.0008603041495125151, 1e-15);
    }

    [Fact]
    public void Test_TiesOrManyFigures_AgreesWithSciPyAsymptotic()
    {
        var tied = MannWhitney.Test([1, 2, 2, 3, 5, 5, 7], [2, 3, 3, 6, 7, 8, 8, 9]);
        tied.U.ShouldBe(13.5);
        tied.PValue.ShouldBe(0.10176927773295058, 1e-14);
        MannWhitney.Test(Ramp(40, 0), Ramp(35, 7.5)).PValue.ShouldBe(0.06855970814103057, 1e-14);
    }

    [Fact]
    public void Test_AllEqual_IsNoDifference()
    {
        var result = MannWhitney.Test([2, 2, 2], [2, 2]);
        result.PValue.ShouldBe(1);
        result.Z.ShouldBe(0);
    }

    [Fact]
    public void Test_EmptyOrNotFinite_NamesTheSample()
    {
        Should.Throw<ArgumentException>(() => MannWhitney.Test([], [1])).ParamName.ShouldBe("a");
        Should.Throw<ArgumentException>(() => MannWhitney.Test([1], [double.NaN])).ParamName.ShouldBe("b");
    }

    private static double[] Ramp(int count, double start) => [.. Enumerable.Range(0, count).Select(i => start + i)];

    private static double Pairs(double[] a, double[] b) => a.Sum(x => b.Sum(y => x > y ? 1 : x.Equals(y) ? 0.5 : 0));

    private static double ByEnumeration(double[] a, double[] b)
    {
        double[] all = [.. a, .. b];
        var middle = a.Length * b.Length / 2.0;
        var observed = Math.Abs(Pairs(a, b) - middle);
        var (extreme, orders) = (0, 0);
        for (var chosen = 0u; chosen < 1u << all.Length; chosen++)
        {
            if (BitOperations.PopCount(chosen) != a.Length)
            {
                continue;
            }

            var first = all.Where((_, i) => (chosen >> i & 1) == 1).ToArray();
            var second = all.Where((_, i) => (chosen >> i & 1) == 0).ToArray();
            orders++;
            extreme += Math.Abs(Pairs(first, second) - middle) >= observed ? 1 : 0;
        }

        return (double)extreme / orders;
    }
}
