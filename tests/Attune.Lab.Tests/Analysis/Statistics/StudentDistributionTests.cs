using Attune.Lab.Analysis.Statistics;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;

namespace Attune.Lab.Tests.Analysis.Statistics;

public class StudentDistributionTests
{
    [Fact]
    public void TwoSided_AnyArguments_AgreesWithMathNet() =>
        Prop.ForAll(Gen.Choose(0, 8000).Zip(Gen.Choose(1, 400)).ToArbitrary(), pair =>
        {
            var t = pair.Item1 / 1000.0;
            StudentDistribution.TwoSided(t, pair.Item2).ShouldBe(2 * StudentT.CDF(0, 1, pair.Item2, -t), 1e-10);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2.0, 3, 0.1393259685588431)]
    [InlineData(0.001, 7, 0.9992300172449988)]
    [InlineData(12.3, 58, 8.390653058227915e-18)]
    [InlineData(-40.0, 200, 2.248739653520226e-97)]
    public void TwoSided_FarIntoTheTail_AgreesWithSciPy(double t, double degrees, double expected) =>
        (StudentDistribution.TwoSided(t, degrees) / expected).ShouldBe(1, 1e-11);

    [Fact]
    public void Quantile_KnownValues_AgreesWithSciPy()
    {
        StudentDistribution.Quantile(0.975, 4).ShouldBe(2.7764451051977987, 1e-10);
        StudentDistribution.Quantile(0.005, 29).ShouldBe(-2.756385903670335, 1e-10);
    }
}
