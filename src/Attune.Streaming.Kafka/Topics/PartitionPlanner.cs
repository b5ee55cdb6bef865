namespace Attune.Streaming.Kafka.Topics;

/// <summary>How many partitions a topic needs.</summary>
public static class PartitionPlanner
{
    /// <summary>What one partition is taken to carry when nothing else is known, MB/s.</summary>
    public const double DefaultPartitionThroughput = 10;

    /// <summary>Most partitions that a plan gives.</summary>
    public const int MaxPartitions = 1 << 16;

    /// <summary>
    /// The next power of two of whatever needs more: the throughput or the consumers. 50 MB/s, 12 consumers and 10 MB/s a partition make 16.
    /// A power of two, so that doubling it later splits every partition in two.
    /// </summary>
    /// <param name="throughput">What the topic has to carry, MB/s; more than 0.</param>
    /// <param name="consumers">Consumers that are to work at once; 1 or more.</param>
    /// <param name="partitionThroughput">What one partition carries, MB/s; more than 0. Measure it: it depends on brokers, records and consumers.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input is not in its range, or the plan would need more than <see cref="MaxPartitions"/>.</exception>
    public static int Plan(double throughput, int consumers, double partitionThroughput = DefaultPartitionThroughput)
    {
        Positive(throughput, nameof(throughput));
        Positive(partitionThroughput, nameof(partitionThroughput));
        ArgumentOutOfRangeException.ThrowIfLessThan(consumers, 1);
        var needed = Math.Max(Math.Ceiling(throughput / partitionThroughput), consumers);
        if (needed > MaxPartitions)
        {
            throw new ArgumentOutOfRangeException(nameof(throughput), $"{throughput} MB/s and {consumers} consumers need more than {MaxPartitions} partitions.");
        }

        return (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed);
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be a number of MB/s above 0.");
        }
    }
}
