using Attune.Lab.Analysis;
using Attune.Lab.History;

namespace Attune.Lab.Tests.History;

public class RunComparisonTests
{
    [Theory]
    [InlineData(100, 100, true, Verdict.Unchanged)]
    [InlineData(100, 105, true, Verdict.Unchanged)] // no A/A runs: a tenth is noise
    [InlineData(100, 130, true, Verdict.Regressed)]
    [InlineData(100, 70, true, Verdict.Improved)]
    [InlineData(100, 130, false, Verdict.Improved)]
    [InlineData(100, 70, false, Verdict.Regressed)]
    public void Compare_ShiftOfKnownSize_HasTheRightVerdict(double before, double after, bool lowerIsBetter, Verdict expected)
    {
        var compared = Compare(
            Records.Of(Records.Around(before), lowerIsBetter: lowerIsBetter), Records.Of(Records.Around(after), run: 2, lowerIsBetter: lowerIsBetter));

        compared.Verdict.ShouldBe(expected);
        compared.Result!.Change.ShouldBe(after / before - 1, 0.001);
    }

    [Fact]
    public void Compare_QuietAARuns_FindASmallerShift()
    {
        var history = Enumerable.Range(0, 4).Select(run => Records.Of(Records.Around(100 + 0.1 * run), run, commit: "c"));

        var compared = RunComparison.Compare([Records.Of(Records.Around(100))], [Records.Of(Records.Around(105), run: 9)], [.. history]).ShouldHaveSingleItem();

        compared.Verdict.ShouldBe(Verdict.Regressed);
        compared.Note.ShouldBeNull();
        compared.Result!.NoiseFloor.ShouldBeLessThan(0.03);
    }

    [Fact]
    public void Compare_NoisyAARuns_TakeTheSameShiftForNoise()
    {
        var history = Enumerable.Range(0, 4).Select(run => Records.Of(Records.Around(run % 2 == 0 ? 100 : 120), run, commit: "c"));

        var compared = RunComparison.Compare([Records.Of(Records.Around(100))], [Records.Of(Records.Around(115), run: 9)], [.. history]).ShouldHaveSingleItem();

        compared.Verdict.ShouldBe(Verdict.Unchanged);
    }

    [Fact]
    public void Compare_ChangedSources_AreNoAARunsUnlessOneCommandMadeThem()
    {
        var changed = Enumerable.Range(0, 3).Select(run => Records.Of(Records.Around(100), run, commit: "c", dirty: true)).ToList();
        var repeated = Enumerable.Range(0, 3).Select(run => Records.Of(Records.Around(100), run, commit: "c", dirty: true, label: "repeated")).ToList();

        RepeatedRuns.NoiseFloorOf(changed, DateTime.MaxValue).ShouldBeNull();
        RepeatedRuns.NoiseFloorOf(repeated, DateTime.MaxValue).ShouldNotBeNull();
        RepeatedRuns.NoiseFloorOf(repeated.Take(1), DateTime.MaxValue).ShouldBeNull();
    }

    [Fact]
    public void Compare_SameCommitMeasuredAgainAfterARegression_DoesNotHideIt()
    {
        var before = Enumerable.Range(1, 3).Select(run => Records.Of(Records.Around(100), run, commit: "c")).ToList();
        var after = Enumerable.Range(4, 3).Select(run => Records.Of(Records.Around(200), run, commit: "c")).ToList();

        var compared = RunComparison.Compare([before[2]], [after[2]], [.. before, .. after.Take(2)]).ShouldHaveSingleItem();

        compared.Verdict.ShouldBe(Verdict.Regressed);
    }

    [Fact]
    public void Compare_TooFewIterations_SaysHowManyToMeasure()
    {
        var compared = Compare(Records.Of([1, 2, 3]), Records.Of([10, 11, 12], run: 2));

        compared.Verdict.ShouldBe(Verdict.Inconclusive);
        compared.Note!.ShouldContain("at least 10");
    }

    [Fact]
    public void Compare_DifferentMachines_NeverSaysBetterOrWorse()
    {
        var compared = Compare(Records.Of(Records.Around(100)), Records.Of(Records.Around(300), run: 2, machine: "other"));

        (compared.Verdict, compared.Note).ShouldBe((Verdict.Inconclusive, "measured on different machines"));
    }

    [Fact]
    public void Compare_BenchmarksOfOneRunOnly_AreNamed()
    {
        var all = RunComparison.Compare([Records.Of([1, 2], name: "old")], [Records.Of([1, 2], run: 2, name: "new")], []);

        all.Select(item => (item.Key.Name, item.Note)).ShouldBe([("new", "not in the baseline"), ("old", "not in the new run")]);
    }

    [Fact]
    public void Compare_DifferentParameters_AreDifferentBenchmarks()
    {
        var many = new Dictionary<string, string> { ["rows"] = "1000" };

        RunComparison.Compare([Records.Of([1, 2])], [Records.Of([1, 2], run: 2, parameters: many)], []).Count.ShouldBe(2);
    }

    [Fact]
    public void Compare_RunWithoutFigures_IsInconclusiveAndSaysWhy()
    {
        var compared = Compare(Records.Of(Records.Around(100)), Records.Of([], run: 2, outcome: "failed"));

        compared.Verdict.ShouldBe(Verdict.Inconclusive);
        compared.Note!.ShouldStartWith("the new run has no figures");
    }

    private static ComparedBenchmark Compare(Storage.Benchmarks.BenchmarkRecord before, Storage.Benchmarks.BenchmarkRecord after) =>
        RunComparison.Compare([before], [after], []).ShouldHaveSingleItem();
}
