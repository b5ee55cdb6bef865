using Attune.Lab.Benchmarks;

namespace Attune.Suites.Load;

/// <summary>What the benchmarks of this suite have in common.</summary>
internal static class LoadParameters
{
    /// <summary>Connections of ours and of wrk.</summary>
    public const int Connections = 64;

    /// <summary>Seconds of one run, ours or the peer's: <c>--seconds</c>, 3 if nobody says otherwise.</summary>
    public static int Seconds(BenchmarkContext context) => context.Parameter("seconds", 3, 1, 60);

    /// <summary>Few iterations of seconds each, never repeated to fill time.</summary>
    public static BenchmarkOptions Configure(BenchmarkOptions options) =>
        options with { Iterations = 5, WarmupIterations = 1, MaxWarmupIterations = 1, MinIterationMs = 0, TimeoutSeconds = 120 };
}
