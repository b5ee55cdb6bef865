using Attune.Lab.Analysis;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Statistics;

namespace Attune.Lab.Tests.Analysis;

public class EffectSizeTests
{
    [Fact]
    public void CliffsDelta_AnySamples_CountsPairs() => Prop.ForAll(Samples.WithTies.Two().ToArbitrary(), pair =>
    {
        var signs = from x in pair.Item1 from y in pair.Item2 select Math.Sign(x - y);
        EffectSize.CliffsDelta(pair.Item1, pair.Item2).ShouldBe(signs.Average(), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void HodgesLehmannShift_AnySamples_IsTheMedianDifference() => Prop.ForAll(Samples.WithTies.Two().ToArbitrary(), pair =>
    {
        var differences = from x in pair.Item1 from y in pair.Item2 select x - y;
        EffectSize.HodgesLehmannShift(pair.Item1, pair.Item2).ShouldBe(differences.Median(), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void HodgesLehmannShift_LargeSamples_FindsTheShift()
    {
        var random = new Random(7);
        var shift = EffectSize.HodgesLehmannShift(Samples.Normal(random, 5000, 10.5), Samples.Normal(random, 5000, 10));
        shift.ShouldBe(0.5, 0.1);
    }
}
