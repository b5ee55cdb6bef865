namespace Attune.Lab.Benchmarks.Running;

/// <summary>Decides when a benchmark is warm.</summary>
internal static class Warmup
{
    /// <summary>A last iteration this much faster than the best before it means that times still fall.</summary>
    private const double StillFalling = 0.98;

    /// <summary>Whether the last of <paramref name="seconds"/> is no longer clearly faster than all before it.</summary>
    public static bool IsOver(IReadOnlyList<double> seconds) =>
        seconds.Count >= 2 && seconds[^1] >= StillFalling * seconds.Take(seconds.Count - 1).Min();
}
