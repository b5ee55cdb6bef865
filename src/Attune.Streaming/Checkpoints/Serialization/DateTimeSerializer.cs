namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Ticks, with the kind in the two upper bits: a local time stays the local time that it was.</summary>
internal sealed class DateTimeSerializer : IStateSerializer<DateTime>
{
    private const int KindShift = 62;
    private const ulong TicksMask = (1UL << KindShift) - 1;

    public void Write(StateWriter writer, in DateTime value) => writer.Write((ulong)value.Ticks | ((ulong)value.Kind << KindShift));

    public DateTime Read(StateReader reader)
    {
        var bits = reader.Read<ulong>();
        var (ticks, kind) = (bits & TicksMask, bits >> KindShift);
        return ticks <= (ulong)DateTime.MaxValue.Ticks && kind <= (ulong)DateTimeKind.Local
            ? new DateTime((long)ticks, (DateTimeKind)kind)
            : throw new CheckpointException($"0x{bits:x} is no time.");
    }
}
