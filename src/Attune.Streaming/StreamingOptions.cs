using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Streaming;

/// <summary>Settings of the streaming room (section <c>streaming</c>).</summary>
public sealed class StreamingOptions
{
    /// <summary>Length of a tumbling window. Default 1 day, 1 s to 366 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    [Description("Length of a tumbling window.")]
    public TimeSpan WindowSize { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How much later than newer events an event may come and still be counted in its window. Default 7 days, 0 to 366 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    [Description("How much later than newer events an event may come and still be counted in its window.")]
    public TimeSpan MaxOutOfOrderness { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Number of partitions that work in parallel; 0 takes one per processor. Default 0, 0 to 255.</summary>
    [Range(0, 255)]
    [Description("Number of partitions that work in parallel; 0 takes one per processor.")]
    public int Partitions { get; set; }

    /// <summary>Batches that may wait for a partition before the sender is held back. Default 16, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Batches that may wait for a partition before the sender is held back.")]
    public int PartitionCapacity { get; set; } = 16;

    /// <summary>Most events that a file source hands on at once. Default 2,048, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    [Description("Most events that a file source hands on at once.")]
    public int BatchSize { get; set; } = 2048;

    /// <summary>Batches on their way between source and acknowledgement before the source is held back. Default 4, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Batches on their way between source and acknowledgement before the source is held back.")]
    public int MaxInFlight { get; set; } = 4;

    /// <summary>The same settings with another <see cref="BatchSize"/>.</summary>
    public StreamingOptions WithBatchSize(int batchSize)
    {
        var copy = (StreamingOptions)MemberwiseClone();
        copy.BatchSize = batchSize;
        return copy;
    }

    /// <summary>The number of partitions to use.</summary>
    internal int PartitionCount => Partitions == 0 ? Math.Min(Environment.ProcessorCount, 255) : Partitions;
}
