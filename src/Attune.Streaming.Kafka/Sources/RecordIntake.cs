using Attune.Streaming.Kafka.Measurement;
using Attune.Streaming.Kafka.Sinks;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>Decodes records into a buffer; what cannot be used becomes a failure in it and goes to the dead-letter topic.</summary>
internal sealed class RecordIntake<T>(IKafkaDecoder<T> decoder, KafkaSourceOptions options, KafkaDeadLetterTopic? deadLetters)
{
    /// <summary>Takes one record.</summary>
    public void Take(in KafkaRecord record, int split, SourceBuffer<T> buffer)
    {
        if (Decode(record, out var item) is not { } failure)
        {
            buffer.Add(item, record.Timestamp, split);
            return;
        }

        if (ReferenceEquals(failure, KafkaDecodeFailure.Skip))
        {
            return;
        }

        KafkaMeter.DeadLetters.Add(1, new("topic", record.Topic), new("reason", failure.Reason));
        buffer.AddFailure(new SourceFailure(
            failure.Reason, failure.Detail, $"partition {record.Partition}, offset {record.Offset}", ShownBytes.Of(record.HasValue, record.Value)));
        deadLetters?.Send(record, failure);
    }

    private KafkaDecodeFailure? Decode(in KafkaRecord record, out T item)
    {
        item = default!;
        if (record.Key.Length > options.MaxKeyBytes)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.KeyTooLarge, $"the key has {record.Key.Length} bytes, {options.MaxKeyBytes} are allowed");
        }

        if (record.Value.Length > options.MaxValueBytes)
        {
            return new KafkaDecodeFailure(
                KafkaDeadLetterReasons.ValueTooLarge, $"the value has {record.Value.Length} bytes, {options.MaxValueBytes} are allowed");
        }

#pragma warning disable CA1031 // Whatever a decoder throws is a matter of its record: it must not stop the partition.
        try
        {
            return decoder.Decode(record, out item);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.Undecodable, $"{error.GetType().Name}: {error.Message}");
        }
#pragma warning restore CA1031
    }
}
