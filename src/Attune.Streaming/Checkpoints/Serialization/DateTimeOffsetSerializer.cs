namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Local ticks, then the offset in minutes.</summary>
internal sealed class DateTimeOffsetSerializer : IStateSerializer<DateTimeOffset>
{
    public void Write(StateWriter writer, in DateTimeOffset value)
    {
        writer.Write(value.Ticks);
        writer.Write((short)value.TotalOffsetMinutes);
    }

    public DateTimeOffset Read(StateReader reader)
    {
        var (ticks, minutes) = (reader.Read<long>(), reader.Read<short>());
        try
        {
            return new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException($"{ticks} ticks with an offset of {minutes} min are no time.", error);
        }
    }
}
