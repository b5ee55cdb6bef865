using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class NoiseFloorTests
{
    [Fact]
    public void FromPairs_ManyPairs_IsExceededByTheStatedShare()
    {
        var pairs = Enumerable.Range(0, 1001).Select(i => (new[] { 100.0 }, new[] { 100 + (i / 1000.0) })).ToList();
        NoiseFloor.FromPairs(pairs).ShouldBe(0.0099, 1e-9);
        NoiseFloor.FromPairs(pairs, 0.5).ShouldBe(0.005, 1e-9);
    }

    [Fact]
    public void FromRuns_RunsOnDifferentLevels_SeesTheDifferenceBetweenRuns()
    {
        var random = new Random(3);
        var runs = Enumerable.Range(0, 8).Select(run => Samples.Normal(random, 30, 100 + run, 0.1)).ToList();
        NoiseFloor.FromRuns(runs).ShouldBeInRange(0.05, 0.08);
        NoiseFloor.FromRuns(runs, 4).ShouldBe(NoiseFloor.FromRuns(runs, 4));
    }

    [Fact]
    public void FromRuns_FreshPairs_ExceedItRarely()
    {
        var random = new Random(9);
        var floor = NoiseFloor.FromRuns([.. Enumerable.Range(0, 20).Select(_ => Run(random))]);
        var fresh = Enumerable.Range(0, 1000).Count(_ => Math.Abs((Percentiles.Median(Run(random)) / Percentiles.Median(Run(random))) - 1) > floor);
        fresh.ShouldBeLessThan(30);
        floor.ShouldBeLessThan(0.15);
    }

    [Fact]
    public void FromRuns_OneRun_Throws() => Should.Throw<ArgumentException>(() => NoiseFloor.FromRuns([[1, 2]]));

    private static double[] Run(Random random) => Samples.Normal(random, 10, 100 + Samples.Normal(random, 1, 0, 2)[0], 1);
}
