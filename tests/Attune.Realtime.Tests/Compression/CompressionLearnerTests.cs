using System.Text;
using Attune.Realtime.Compression;

namespace Attune.Realtime.Tests.Compression;

/// <summary>When the hub compresses, with a clock that says how long each compression took.</summary>
public class CompressionLearnerTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"symbol\":\"S{i % 7}\",\"price\":{i}}},")));
    private static readonly byte[] Noise = MakeNoise();

    [Fact]
    public void ShortMessage_IsNotCompressed()
    {
        var (learner, clock) = Make();
        learner.TryCompress(Text.AsSpan(0, 1023), 1000).ShouldBeNull();
        (clock.Measured, learner.Ratio).ShouldBe((0, double.NaN));
        learner.TryCompress(Text.AsSpan(0, 1024), 1000).ShouldNotBeNull();
    }

    [Fact]
    public void WhatPays_IsCompressedEveryTime()
    {
        var (learner, _) = Make();
        for (var i = 0; i < 100; i++)
        {
            learner.TryCompress(Text, 1000).ShouldNotBeNull().Length.ShouldBeLessThan(Text.Length / 2);
        }

        (learner.Tries, learner.Ratio).ShouldSatisfyAllConditions(both => both.Tries.ShouldBe(100), both => both.Ratio.ShouldBeInRange(0.001, 0.5));
    }

    [Fact]
    public void ContentThatDoesNotShrink_IsLeftAlone_AndTriedAgainAfterAWhile()
    {
        var (learner, clock) = Make();
        for (var i = 0; i < CompressionLearner.Trials; i++)
        {
            learner.TryCompress(Noise, 1000).ShouldBeNull();
        }

        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < CompressionLearner.RetryAfter; i++)
            {
                learner.TryCompress(Noise, 1000).ShouldBeNull();
            }

            clock.Measured.ShouldBe(CompressionLearner.Trials + round);
        }
    }

    [Fact]
    public void ContentThatBeginsToShrink_IsFoundOut()
    {
        var (learner, _) = Make();
        for (var i = 0; i < CompressionLearner.Trials; i++)
        {
            learner.TryCompress(Noise, 1000);
        }

        var untilCompressed = Enumerable.Range(1, 10_000).First(_ => learner.TryCompress(Text, 1000) is not null);
        untilCompressed.ShouldBe(CompressionLearner.RetryAfter);
        learner.TryCompress(Text, 1000).ShouldNotBeNull();
    }

    [Fact]
    public void FirstCallThatTakesLong_IsNotTheContentsFault()
    {
        var (learner, clock) = Make();
        clock.Nanoseconds = 50_000_000;
        learner.TryCompress(Text, 1).ShouldNotBeNull();
        clock.Nanoseconds = 10 * Text.Length;
        for (var i = 0; i < 10; i++)
        {
            learner.TryCompress(Text, 1).ShouldNotBeNull();
        }
    }

    [Fact]
    public void SlowCompression_PaysForManyReceiversOnly()
    {
        // At 100 Mbit/s a byte takes 80 ns to a client: compression at 99 ns a byte saves less than that for one client, and more for two.
        var (learner, clock) = Make();
        clock.Nanoseconds = 99 * Text.Length;
        for (var i = 0; i < CompressionLearner.Trials; i++)
        {
            learner.TryCompress(Text, 1);
        }

        learner.TryCompress(Text, 1).ShouldBeNull();
        learner.TryCompress(Text, 2).ShouldNotBeNull();
    }

    [Fact]
    public void CompressedFrame_IsAWholeFrameThatInflatesToTheContent()
    {
        var (learner, _) = Make();
        using var transport = new FakeTransport();
        transport.TrySend(learner.TryCompress(Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(Text).TrimEnd(',')}]"), 1).ShouldNotBeNull().Span);
        transport.Frames.ShouldHaveSingleItem().Compressed.ShouldBeTrue();
    }

    private static (CompressionLearner Learner, TickingClock Clock) Make()
    {
        var clock = new TickingClock();
        return (new CompressionLearner(new RealtimeOptions(), clock), clock);
    }

    private static byte[] MakeNoise()
    {
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        return noise;
    }

    /// <summary>Every second look at it is so much later than the first.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _now;
        private long _looks;

        public long Nanoseconds { get; set; } = 1;

        public int Measured => (int)(_looks / 2);

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _looks++ % 2 == 0 ? _now : _now += Nanoseconds;
    }
}
