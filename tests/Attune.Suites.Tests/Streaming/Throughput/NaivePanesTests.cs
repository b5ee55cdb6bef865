using Attune.Suites.Streaming.Throughput;

namespace Attune.Suites.Tests.Streaming.Throughput;

/// <summary>The model of the throughput rows on cases worked out by hand.</summary>
public class NaivePanesTests
{
    private static readonly long Zero = Readings.Start.Ticks;

    [Fact]
    public void Tumbling_BoundaryEvent_BelongsToTheNextWindow()
    {
        var panes = NaivePanes.Tumbling([At(0, 1), At(0.999, 2), At(1, 4), At(0.5, 8, key: 1)], TimeSpan.FromSeconds(1));
        Sums(panes).ShouldBe([(0, 0, 3), (0, 1, 4), (1, 0, 8)]);
    }

    [Fact]
    public void Sliding_Event_LiesInSizeOverSlideWindows() =>
        Sums(NaivePanes.Sliding([At(5.5, 1), At(7, 2)], TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)))
            .ShouldBe([(0, 3, 1), (0, 4, 1), (0, 5, 3), (0, 6, 2), (0, 7, 2)]);

    [Fact]
    public void Sessions_GapMetExactly_DoesNotPart() =>
        Sums(NaivePanes.Sessions([At(2.125, 4), At(0, 1), At(1, 2), At(9, 8, key: 1)], TimeSpan.FromSeconds(1))).ShouldBe([(0, 0, 3), (0, 2.125, 4), (1, 9, 8)]);

    [Theory]
    [InlineData(3, 12, 4, 2, 6, 1.632993161855452, true)]
    [InlineData(2, 12, 4, 2, 6, 1.632993161855452, false)]
    [InlineData(3, 12.125, 4, 2, 6, 1.632993161855452, false)]
    [InlineData(3, 12, 4.1, 2, 6, 1.632993161855452, false)]
    [InlineData(3, 12, 4, 1, 6, 1.632993161855452, false)]
    [InlineData(3, 12, 4, 2, 7, 1.632993161855452, false)]
    [InlineData(3, 12, 4, 2, 6, 2, false)]
    public void Matches_OnlyTheSameFigures(long count, double sum, double mean, double min, double max, double deviation, bool same)
    {
        var statistics = new NaiveStatistics();
        statistics.Add(2);
        statistics.Add(6);
        statistics.Add(4);
        statistics.Matches(count, sum, mean, min, max, deviation).ShouldBe(same);
    }

    [Fact]
    public void Create_Disorder_StaysWithinTheBoundAndChangesNothingElse()
    {
        var disorder = TimeSpan.FromMilliseconds(20);
        var (ordered, shuffled) = (Readings.Create(10_000, 100, TimeSpan.Zero), Readings.Create(10_000, 100, disorder));
        ordered.Zip(ordered.Skip(1)).ShouldAllBe(pair => pair.First.Time <= pair.Second.Time);
        shuffled.Length.ShouldBe(ordered.Length);
        var newest = long.MinValue;
        shuffled.Zip(shuffled.Skip(1)).Count(pair => pair.First.Time > pair.Second.Time).ShouldBeGreaterThan(1000);
        foreach (var reading in shuffled)
        {
            newest = Math.Max(newest, reading.Time);
            (newest - reading.Time).ShouldBeLessThan(disorder.Ticks);
        }
    }

    [Fact]
    public void At_Zipf_FirstKeyHasItsShare()
    {
        var keys = new ZipfKeys(10);
        var counts = Enumerable.Range(0, 10_000).CountBy(i => keys.At(i / 10_000.0)).ToDictionary();
        var harmonic = Enumerable.Range(1, 10).Sum(k => 1.0 / k);
        counts.Keys.Order().ShouldBe(Enumerable.Range(0, 10));
        ((double)counts[0]).ShouldBe(10_000 / harmonic, 2);
        ((double)counts[9]).ShouldBe(1_000 / harmonic, 2);
    }

    private static Reading At(double seconds, double value, int key = 0) => new(Zero + TimeSpan.FromSeconds(seconds).Ticks, value, key);

    private static IEnumerable<(int Key, double Start, double Sum)> Sums(Dictionary<(int Key, long Start), NaiveStatistics> panes) =>
        panes.Select(pane => (pane.Key.Key, Start: TimeSpan.FromTicks(pane.Key.Start - Zero).TotalSeconds, pane.Value.Sum)).Order();
}
