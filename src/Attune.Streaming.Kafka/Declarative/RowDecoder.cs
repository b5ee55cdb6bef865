using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary>Makes rows of records.</summary>
internal sealed class RowDecoder(RowParser parser) : IKafkaDecoder<Row>
{
    public KafkaDecodeFailure? Decode(in KafkaRecord record, out Row item)
    {
        item = default;
        if (!record.HasValue)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.NoValue, "the record has no value");
        }

        return parser.Parse(record.Value, out item, out var problem) switch
        {
            RowOutcome.Problem => new KafkaDecodeFailure(problem!.Reason, problem.Detail),
            RowOutcome.Skipped => KafkaDecodeFailure.Skip,
            _ => null,
        };
    }
}
