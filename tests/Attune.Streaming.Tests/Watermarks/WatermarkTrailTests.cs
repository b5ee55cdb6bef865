using Attune.Streaming.Watermarks;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Watermarks;

public class WatermarkTrailTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static DateTime At(double minutes) => new DateTime(2002, 8, 22, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes);

    [Fact]
    public void Take_NothingSeen_GivesNoMark() => new WatermarkTrail(Hour).Take(3, 2).ShouldBeEmpty();

    [Fact]
    public void Take_WatermarkWithinOneWindow_IsMarkedAtItsFirstEventAndTheEnd()
    {
        var trail = new WatermarkTrail(Hour);
        trail.Advance(At(5), 1, 0);
        trail.Advance(At(20), 2, 1);
        trail.Advance(At(50), 3, 1);
        trail.Take(4, 2).ShouldBe([new WatermarkMark(1, 0, At(5)), new WatermarkMark(4, 2, At(50))]);
    }

    [Fact]
    public void Take_WatermarkThatPassesTheEndOfAWindow_IsMarkedThere()
    {
        var trail = new WatermarkTrail(Hour);
        trail.Advance(At(5), 1, 0);
        trail.Advance(At(59.9), 2, 0);
        trail.Advance(At(60), 3, 0);
        trail.Advance(At(240), 4, 0);
        trail.Take(4, 0).ShouldBe([new WatermarkMark(1, 0, At(5)), new WatermarkMark(3, 0, At(60)), new WatermarkMark(4, 0, At(240))]);
    }

    [Fact]
    public void Advance_BackInTime_IsIgnored()
    {
        var trail = new WatermarkTrail(Hour);
        trail.Advance(At(120), 1, 0);
        trail.Advance(At(5), 2, 0);
        trail.Take(2, 0).ShouldBe([new WatermarkMark(1, 0, At(120))]);
    }

    [Fact]
    public void Take_NextBatchWithoutProgress_RepeatsTheWatermarkAtItsEnd()
    {
        var trail = new WatermarkTrail(Hour);
        trail.Advance(At(30), 1, 0);
        trail.Take(1, 0);
        trail.Take(7, 7).ShouldBe([new WatermarkMark(7, 7, At(30))]);
    }

    /// <summary>Before every event, the last mark tells which windows are closed: cutting the events otherwise must not change that.</summary>
    [Fact]
    public void Take_AnyCut_ClosesTheSameWindowsBeforeEachEvent() =>
        Prop.ForAll(Gen.Choose(0, 600).ListOf().ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (minutes, size) =>
        {
            var whole = ClosedBeforeEach(minutes, Math.Max(1, minutes.Count));
            ClosedBeforeEach(minutes, size).ShouldBe(whole);
            whole.ShouldBe(minutes.Select((_, index) => index == 0 ? DateTime.MinValue : WindowStart(At(minutes.Take(index).Max()))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static DateTime WindowStart(DateTime time) => time.AddTicks(-(time.Ticks % Hour.Ticks));

    private static List<DateTime> ClosedBeforeEach(IReadOnlyList<int> minutes, int size)
    {
        var trail = new WatermarkTrail(Hour);
        var closed = new List<DateTime>();
        var known = DateTime.MinValue;
        foreach (var batch in minutes.Chunk(size))
        {
            for (var i = 0; i < batch.Length; i++)
            {
                trail.Advance(At(batch[i]), i + 1, 0);
            }

            var marks = trail.Take(batch.Length, 0);
            for (var i = 0; i < batch.Length; i++)
            {
                known = marks.Where(mark => mark.Flows <= i).Select(mark => WindowStart(mark.Time)).Append(known).Max();
                closed.Add(known);
            }

            known = marks.Select(mark => WindowStart(mark.Time)).Append(known).Max();
        }

        return closed;
    }
}
