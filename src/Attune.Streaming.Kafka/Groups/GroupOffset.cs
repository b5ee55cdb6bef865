using System.Runtime.InteropServices;

namespace Attune.Streaming.Kafka.Groups;

/// <summary>How far a group is behind in one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Committed">The next record that the group has to read; null if it committed nothing here.</param>
/// <param name="First">The oldest record that is kept.</param>
/// <param name="End">The offset after the newest record.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroupOffset(string Topic, int Partition, long? Committed, long First, long End)
{
    /// <summary>Records that the group has not read yet; all that are kept where it committed nothing.</summary>
    public long Lag => Math.Max(0, End - Math.Max(First, Committed ?? First));
}
