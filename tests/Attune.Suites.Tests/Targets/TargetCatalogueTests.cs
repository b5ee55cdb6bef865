using Attune.Lab.Benchmarks;
using Attune.Suites.Targets;

namespace Attune.Suites.Tests.Targets;

public class TargetCatalogueTests
{
    [Fact]
    public void All_Names_AreUnique() => TargetCatalogue.All.Select(target => target.Name).ShouldBeUnique();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void All_EachGuide_HasTargets(int guide) => TargetCatalogue.All.Count(target => target.Guide == guide).ShouldBeGreaterThanOrEqualTo(10);

    [Fact]
    public void All_Entries_AreComplete()
    {
        foreach (var target in TargetCatalogue.All)
        {
            double.IsFinite(target.Limit.Value).ShouldBeTrue(target.Name);
            target.Limit.Value.ShouldBeGreaterThan(0, target.Name);
            target.Limit.Unit.ShouldNotBeNullOrWhiteSpace(target.Name);
            target.Section.ShouldNotBeNullOrWhiteSpace(target.Name);
            target.Description.ShouldEndWith(".", Case.Sensitive, target.Name);
            Rooms.All.ShouldContain(target.Room, target.Name);
            (target.NotMeasurable is null || (target.Benchmark is null && target.Room == Rooms.None)).ShouldBeTrue(target.Name);
        }
    }

    [Fact]
    public void All_References_AreBenchmarksOfTheSameUnitAndDirection()
    {
        var registry = AttuneSuites.CreateRegistry();
        foreach (var target in TargetCatalogue.All.Where(target => target.Benchmark is not null))
        {
            var path = target.Benchmark!.Split('/');
            var benchmark = registry.Find(path[0]).ShouldNotBeNull(target.Benchmark).Create().SingleOrDefault(item => item.Name == path[1]).ShouldNotBeNull(target.Benchmark);
            (benchmark.Figure.Unit, benchmark.Figure.Better).ShouldBe((target.Limit.Unit, target.Limit.Better), target.Name);
        }
    }

    [Fact]
    public void All_RoomsThatAreBuilt_AreMeasured()
    {
        var measured = TargetCatalogue.All.Where(target => target.Benchmark is not null).Select(target => target.Room).ToHashSet();
        measured.ShouldContain(Rooms.Cli);
        new[] { Rooms.Storage, Rooms.Streaming, Rooms.Realtime, Rooms.Server }.ShouldBeSubsetOf(measured);
    }

    [Fact]
    public void StrictestOf_SeveralTargets_TakesTheHardest()
    {
        TargetCatalogue.StrictestOf("server/http_latency_p95")!.Value.ShouldBe(100);
        TargetCatalogue.StrictestOf("server/http_requests_per_second")!.Value.ShouldBe(1000);
        TargetCatalogue.StrictestOf("storage/nothing").ShouldBeNull();
    }

    [Theory]
    [InlineData(Better.Lower, 1, true)]
    [InlineData(Better.Lower, 1.1, false)]
    [InlineData(Better.Higher, 1, true)]
    [InlineData(Better.Higher, 0.9, false)]
    public void ToBenchmarkTarget_Limit_KeepsItsSide(Better better, double measured, bool isMet) =>
        new GuideTarget(1, "Section", "name", new TargetLimit(better, 1, "ms"), Rooms.Server, "Text.").ToBenchmarkTarget().IsMet(measured, better).ShouldBe(isMet);
}
