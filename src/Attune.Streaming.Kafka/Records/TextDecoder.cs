using System.Text;

namespace Attune.Streaming.Kafka.Records;

internal sealed class TextDecoder : IKafkaDecoder<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public KafkaDecodeFailure? Decode(in KafkaRecord record, out string item)
    {
        item = "";
        if (!record.HasValue)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.NoValue, "the record has no value");
        }

        try
        {
            item = Strict.GetString(record.Value);
            return null;
        }
        catch (DecoderFallbackException error)
        {
            return new KafkaDecodeFailure(KafkaDeadLetterReasons.BadText, error.Message);
        }
    }
}
