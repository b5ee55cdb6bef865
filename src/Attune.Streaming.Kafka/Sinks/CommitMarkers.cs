using System.Diagnostics;
using System.Globalization;
using System.Text;
using Attune.Streaming.Kafka.Connections;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>Records that say which checkpoint a writer has committed: key the writer, value the number.</summary>
internal static class CommitMarkers
{
    /// <summary>All of them are in one partition, so that the last one of a writer is the last one.</summary>
    public const int Partition = 0;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    public static Message<RecordBytes, RecordBytes> Of(string writer, long checkpoint) => new()
    {
        Key = RecordBytes.Of(Encoding.UTF8.GetBytes(writer)),
        Value = RecordBytes.Of(Encoding.UTF8.GetBytes(checkpoint.ToString(CultureInfo.InvariantCulture))),
    };

    /// <summary>The last committed checkpoint of the writer; null without one. Blocks.</summary>
    /// <exception cref="KafkaSinkException">The topic cannot be read.</exception>
    public static long? Last(KafkaOptions kafka, KafkaTransactionalSinkOptions options, CancellationToken cancellationToken)
    {
        var config = ClientSettings.Consumer(kafka, $"{options.TransactionalId}-commits");
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.EnablePartitionEof = true;
        config.FetchWaitMaxMs = 10;
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            var partition = new TopicPartition(options.CommitTopic, Partition);
            var ends = consumer.QueryWatermarkOffsets(partition, options.OperationTimeout);
            consumer.Assign(new TopicPartitionOffset(partition, ends.Low));
            long? last = null;
            var patience = options.OperationTimeout + options.TransactionTimeout; // another writer's transaction may be open for so long
            var start = Stopwatch.GetTimestamp();
            var writer = Encoding.UTF8.GetBytes(options.TransactionalId);
            for (var next = ends.Low.Value; next < ends.High.Value;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (consumer.Consume(Slice) is not { } result)
                {
                    if (Stopwatch.GetElapsedTime(start) > patience)
                    {
                        throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"topic '{options.CommitTopic}' was not read to its end within {patience}"));
                    }

                    continue;
                }

                next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
                if (!result.IsPartitionEOF && writer.AsSpan().SequenceEqual(result.Message.Key))
                {
                    last = long.Parse(result.Message.Value, NumberStyles.None, CultureInfo.InvariantCulture);
                }
            }

            return last;
        }
        catch (KafkaException error)
        {
            throw new KafkaSinkException(error.Error, error);
        }
    }
}
