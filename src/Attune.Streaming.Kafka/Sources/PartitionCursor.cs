namespace Attune.Streaming.Kafka.Sources;

/// <summary>How far a reader is in one partition. Written by the reading thread, read by any.</summary>
internal sealed class PartitionCursor(int partition, long next, long end, long high)
{
    private long _next = next;

    public int Partition => partition;

    /// <summary>The next offset to be read.</summary>
    public long Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>The end of the partition when it was opened.</summary>
    public long High => high;

    /// <summary>Where a reader that stops at the end stops.</summary>
    public long End => end;

    public bool IsFinished { get; private set; } = next >= end;

    /// <summary>Notes that everything before <paramref name="offset"/> was read or holds no record. True when that finishes the partition just now.</summary>
    public bool Finish(long offset)
    {
        if (IsFinished || offset < end)
        {
            return false;
        }

        Next = Math.Max(Next, Math.Min(offset, end));
        return IsFinished = true;
    }
}
