using Attune.Lab.Analysis;

namespace Attune.Lab.Benchmarks.Machine;

/// <summary>Estimates how much the machine's other work disturbs measurements: a fixed computation, timed again and again.</summary>
public static class NoiseProbe
{
    /// <summary>Times that the computation is run.</summary>
    public const int Rounds = 40;

    private const int Steps = 1_000_000;

    /// <summary>The spread of the rounds' times: (90th percentile − minimum) / minimum. 0.02 is a quiet machine, 0.3 a busy one. Takes about 0.1 s.</summary>
    public static double Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var seconds = new double[Rounds];
        var sink = Compute(1);
        for (var round = 0; round < Rounds; round++)
        {
            var start = time.GetTimestamp();
            sink ^= Compute(sink);
            seconds[round] = time.GetElapsedTime(start).TotalSeconds;
        }

        GC.KeepAlive(sink);
        var summary = SampleSummary.Of(seconds);
        return summary.Min > 0 ? (summary.P90 - summary.Min) / summary.Min : 0;
    }

    private static ulong Compute(ulong state)
    {
        state |= 1;
        for (var i = 0; i < Steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}
