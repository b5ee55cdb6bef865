namespace Attune.Realtime.Client.Connections;

/// <summary>What <see cref="RealtimeClientStatistics"/> tells. Written by the reader of the connection and the loop, read by anyone.</summary>
internal sealed class Counters
{
    public long Messages;
    public long Bytes;
    public long Gaps;
    public long Duplicates;
    public long Ignored;
    public long Malformed;
    public long Connections;
    public long SetAside;

    public RealtimeClientStatistics Read() => new(
        Volatile.Read(ref Messages), Volatile.Read(ref Bytes), Volatile.Read(ref Gaps), Volatile.Read(ref Duplicates), Volatile.Read(ref Ignored), Volatile.Read(ref Malformed),
        Volatile.Read(ref Connections), Volatile.Read(ref SetAside));
}
