using Attune.Streaming.Pipelines.Sources;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Kafka's milliseconds since 1970 as UTC ticks.</summary>
internal static class KafkaTime
{
    private static readonly long First = DateTime.MinValue.Ticks / TimeSpan.TicksPerMillisecond;
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond;
    private static readonly long Last = DateTime.MaxValue.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>The ticks; <see cref="SourceBuffer{T}.NoTimestamp"/> for a record without a time or with one that is no date.</summary>
    public static long Ticks(Timestamp timestamp)
    {
        var milliseconds = timestamp.UnixTimestampMs;
        return timestamp.Type == TimestampType.NotAvailable || milliseconds < First - Epoch || milliseconds > Last - Epoch
            ? SourceBuffer<int>.NoTimestamp
            : (milliseconds + Epoch) * TimeSpan.TicksPerMillisecond;
    }

    /// <summary>The other way round; the present time for <see cref="SourceBuffer{T}.NoTimestamp"/>.</summary>
    public static Timestamp Of(long ticks) =>
        ticks == SourceBuffer<int>.NoTimestamp ? Timestamp.Default : new Timestamp((ticks / TimeSpan.TicksPerMillisecond) - Epoch, TimestampType.CreateTime);
}
