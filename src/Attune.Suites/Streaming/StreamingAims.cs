using Attune.Lab.Benchmarks;

namespace Attune.Suites.Streaming;

/// <summary>What the room asks of itself, where the guides ask nothing.</summary>
internal static class StreamingAims
{
    private const string Source = "the streaming room's own aim";

    /// <summary>Events a second into windows of a second, 10,000 keys.</summary>
    public static BenchmarkTarget Tumbling { get; } = new(20_000_000, Source);

    /// <summary>Events a second into windows of 60 s by 1 s, 10,000 keys.</summary>
    public static BenchmarkTarget Sliding { get; } = new(10_000_000, Source);

    /// <summary>Events a second into sessions, 10,000 keys.</summary>
    public static BenchmarkTarget Sessions { get; } = new(5_000_000, Source);

    /// <summary>Rate with two partitions as a multiple of that with one.</summary>
    public static BenchmarkTarget TwoPartitions { get; } = new(1.7, Source);

    /// <summary>Twenty times what Flink has published.</summary>
    public static BenchmarkTarget TimesFlink(double published) => new(20 * published, $"{Source}: 20 times Flink's published figure");
}
