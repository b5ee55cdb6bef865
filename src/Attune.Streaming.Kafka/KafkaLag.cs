using System.Runtime.InteropServices;

namespace Attune.Streaming.Kafka;

/// <summary>How far a reader is behind the end of a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Next">The next offset to be read.</param>
/// <param name="End">The offset after the newest record, as far as the reader has heard.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KafkaLag(int Partition, long Next, long End)
{
    /// <summary>Records that were not read yet.</summary>
    public long Records => Math.Max(0, End - Next);
}
