using Attune.Lab.Stress;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Stress;

public class ScalabilityFitTests
{
    private static readonly double[] Loads = [1, 2, 4, 8, 16, 32, 48, 64, 96, 128];

    /// <summary>λ of 1 to 10,000/s, σ up to 0.3, κ up to 0.001.</summary>
    private static readonly Gen<ScalabilityFit> Laws =
        from lambda in Gen.Choose(1, 10_000)
        from sigma in Gen.Choose(0, 300)
        from kappa in Gen.Choose(0, 1000)
        select new ScalabilityFit(lambda, sigma / 1000.0, kappa / 1e6, 1, 0, 0);

    [Fact]
    public void Of_PointsOnALaw_FindsIt() => Prop.ForAll(Laws.ToArbitrary(), law =>
    {
        var fit = ScalabilityFit.Of(Loads.Select(load => (load, law.Throughput(load)))).ShouldNotBeNull();
        fit.Lambda.ShouldBe(law.Lambda, law.Lambda * 1e-6);
        fit.Sigma.ShouldBe(law.Sigma, 1e-6);
        fit.Kappa.ShouldBe(law.Kappa, 1e-8);
        fit.RSquared.ShouldBe(1, 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_PointsWithNoise_PredictsWithinTheNoise() => Prop.ForAll(Laws.ToArbitrary(), Gen.Choose(1, 1_000_000).ToArbitrary(), (law, seed) =>
    {
        var random = new Random(seed);
        var fit = ScalabilityFit.Of(Loads.Select(load => (load, law.Throughput(load) * (0.97 + (0.06 * random.NextDouble()))))).ShouldNotBeNull();
        foreach (var load in Loads)
        {
            (fit.Throughput(load) / law.Throughput(load)).ShouldBe(1, 0.04);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_AnyPoints_KeepsTheBounds() => Prop.ForAll(Gen.Choose(1, 100_000).NonEmptyListOf().Where(list => list.Count >= 4).ToArbitrary(), throughputs =>
    {
        var fit = ScalabilityFit.Of(throughputs.Select((value, i) => (i + 1.0, (double)value))).ShouldNotBeNull();
        fit.Lambda.ShouldBeGreaterThan(0);
        fit.Sigma.ShouldBeInRange(0, 1 + 1e-9);
        fit.Kappa.ShouldBeGreaterThanOrEqualTo(0);
        fit.RSquared.ShouldBeLessThanOrEqualTo(1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_OnePointFarOff_IsHardlyMoved()
    {
        var law = new ScalabilityFit(1000, 0.05, 1e-4, 1, 0, 0);
        var points = Loads.Select(load => (load, load == 32 ? law.Throughput(load) * 0.3 : law.Throughput(load)));
        var fit = ScalabilityFit.Of(points).ShouldNotBeNull();
        fit.Lambda.ShouldBe(1000, 10);
        fit.Sigma.ShouldBe(0.05, 0.001);
        fit.Kappa.ShouldBe(1e-4, 5e-6);
    }

    [Fact]
    public void Of_Contention_PeaksWhereTheLawSays()
    {
        var law = new ScalabilityFit(100, 0.02, 5e-4, 1, 0, 0);
        var fit = ScalabilityFit.Of(Loads.Select(load => (load, law.Throughput(load)))).ShouldNotBeNull();
        fit.PeakLoad.ShouldBe(Math.Sqrt(0.98 / 5e-4), 1e-3);
        fit.PeakThroughput.ShouldBe(law.Throughput(fit.PeakLoad), 1e-3);
        law.Throughput(fit.PeakLoad * 1.1).ShouldBeLessThan(fit.PeakThroughput);
        law.Throughput(fit.PeakLoad * 0.9).ShouldBeLessThan(fit.PeakThroughput);
    }

    [Fact]
    public void Of_PerfectGrowth_HasNoPeak()
    {
        var fit = ScalabilityFit.Of(Loads.Select(load => (load, 7 * load))).ShouldNotBeNull();
        fit.Sigma.ShouldBe(0, 1e-9);
        fit.Kappa.ShouldBe(0, 1e-12);
        fit.Throughput(1000).ShouldBe(7000, 0.1);
    }

    [Fact]
    public void Of_ThroughputThatFallsFromTheFirstUser_StaysWithinTheBounds()
    {
        var fit = ScalabilityFit.Of([(1, 100), (2, 60), (3, 40), (4, 25), (5, 15)]).ShouldNotBeNull();
        fit.Sigma.ShouldBeInRange(0, 1);
        fit.PeakLoad.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Of_ThreeConcurrencies_IsNull() => ScalabilityFit.Of([(1, 10), (2, 19), (3, 27), (3, 28)]).ShouldBeNull();

    [Fact]
    public void Of_RequestsThatHardlyEverMeet_IsNull() => ScalabilityFit.Of([(0.1, 200), (0.2, 400), (0.3, 490), (0.4, 500), (0.5, 500)]).ShouldBeNull();

    [Fact]
    public void Of_PointsWithoutThroughput_LeavesThemOut() =>
        ScalabilityFit.Of([(1, 10), (2, 19), (3, 27), (4, 0), (5, double.NaN), (double.PositiveInfinity, 5)]).ShouldBeNull();
}
