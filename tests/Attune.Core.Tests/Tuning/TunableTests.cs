using Attune.Tuning;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Tuning;

public class TunableTests
{
    private static TunableDefinition BatchSize => new()
    {
        Name = "streaming.batch_size",
        Unit = "events",
        Description = "Events per batch.",
        Minimum = 10,
        Maximum = 95,
        Step = 10,
        Default = 50,
    };

    [Fact]
    public void Set_BetweenSteps_RoundsToTheNearest()
    {
        var tunable = new Tunable(BatchSize);
        tunable.Set(57, "test", "why not").ShouldBe(60);
        tunable.Value.ShouldBe(60);
    }

    [Fact]
    public void Set_ToTheMaximum_IsAllowedEvenOffStep() => new Tunable(BatchSize).Set(95, "test", "bound").ShouldBe(95);

    [Theory]
    [InlineData(9.99)]
    [InlineData(95.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Set_OutOfBounds_ThrowsAndChangesNothing(double value)
    {
        var tunable = new Tunable(BatchSize);
        var error = Should.Throw<ArgumentOutOfRangeException>(() => tunable.Set(value, "test", ""));
        error.Message.ShouldContain("between 10 and 95 events");
        tunable.Value.ShouldBe(50);
        tunable.History.ShouldBeEmpty();
    }

    [Fact]
    public void Set_SameValue_IsNoChange()
    {
        var tunable = new Tunable(BatchSize);
        tunable.Set(50, "test", "again");
        tunable.History.ShouldBeEmpty();
    }

    [Fact]
    public void Set_RecordsWhoAndWhy_AndNotifies()
    {
        var registry = new TunableRegistry();
        var tunable = registry.Register(BatchSize);
        TunableChange? seen = null;
        registry.Changed += (_, change) => seen = change;
        tunable.Set(70, "feedback", "p95 above target");
        var change = tunable.History.ShouldHaveSingleItem();
        change.ShouldBe(seen);
        (change.From, change.To, change.ChangedBy, change.Reason).ShouldBe((50, 70, "feedback", "p95 above target"));
    }

    [Fact]
    public void History_KeepsTheLatestOnly()
    {
        var tunable = new Tunable(BatchSize);
        for (var i = 0; i < Tunable.HistoryCapacity + 10; i++)
        {
            tunable.Set(i % 2 == 0 ? 60 : 70, "test", i.ToString());
        }

        tunable.History.Count.ShouldBe(Tunable.HistoryCapacity);
        tunable.History[^1].Reason.ShouldBe((Tunable.HistoryCapacity + 9).ToString());
    }

    [Fact]
    public void Register_Twice_Throws()
    {
        var registry = new TunableRegistry();
        registry.Register(BatchSize);
        Should.Throw<ArgumentException>(() => registry.Register(BatchSize));
        registry.Find("STREAMING.batch_size").ShouldNotBeNull();
    }

    [Fact]
    public void Set_AnyValueInBounds_StaysInBoundsAndWithinHalfAStep() =>
        Prop.ForAll(Gen.Choose(10_000, 95_000).ToArbitrary(), thousandths =>
        {
            var wanted = thousandths / 1000.0;
            var got = new Tunable(BatchSize).Set(wanted, "property", "");
            return got >= 10 && got <= 95 && Math.Abs(got - wanted) <= 5;
        }).QuickCheckThrowOnFailure();
}
