using Attune.Realtime.Client.Connections;

namespace Attune.Realtime.Client.Tests.Connections;

public sealed class BackoffTests
{
    [Fact]
    public void Next_WithTheSameSeed_IsTheSame() => Delays(7, 0.5).ShouldBe(Delays(7, 0.5));

    [Fact]
    public void Next_WithAnotherSeed_IsAnother() => Delays(7, 0.5).ShouldNotBe(Delays(8, 0.5));

    [Fact]
    public void Next_WithoutJitter_Doubles() => Delays(1, 0).Take(8).ShouldBe([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);

    [Theory]
    [InlineData(0.5, 15_000)]
    [InlineData(1, 0)]
    public void Next_FillsTheRangeOfItsJitter(double jitter, double least)
    {
        var delays = Delays(3, jitter).Skip(10).ToList();
        delays.ShouldAllBe(delay => delay >= least && delay <= 30_000);
        (delays.Max() - delays.Min()).ShouldBeGreaterThan((30_000 - least) * 0.9);
    }

    private static List<double> Delays(int seed, double jitter)
    {
        var backoff = new Backoff(new RealtimeClientOptions { Seed = seed, Jitter = jitter });
        return [.. Enumerable.Range(1, 200).Select(i => backoff.Next(i).TotalMilliseconds)];
    }
}
