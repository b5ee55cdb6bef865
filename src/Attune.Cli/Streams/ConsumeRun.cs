using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Streaming.Kafka;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Cli.Streams;

/// <summary><c>attune stream consume</c>: records become lines.</summary>
internal static class ConsumeRun
{
    private const int MostAtOnce = 1000;
    private const int LargestRecord = 100_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(ConsumeRequest request, CancellationToken cancellationToken)
    {
        await TopicCheck.RequireAsync(request.Kafka, request.Topic, cancellationToken);
        var options = new KafkaSourceOptions
        {
            Topic = request.Topic, Group = "attune-consume", Start = request.FromEnd ? KafkaStart.Latest : KafkaStart.Earliest, StartAtCommitted = false,
            StopAtEnd = request.UntilEnd, MaxKeyBytes = LargestRecord, MaxValueBytes = LargestRecord, OpenTimeout = KafkaConnection.Patience,
        };
        var source = new KafkaSource<ConsumedRecord>(request.Kafka, options, KafkaDecoders.From(Decode));
        await using var reader = await source.OpenAsync(null, cancellationToken);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
        var buffer = new SourceBuffer<ConsumedRecord>(MostAtOnce);
        var left = request.Max ?? long.MaxValue;
        var more = true;
        while (more && left > 0 && !cancellationToken.IsCancellationRequested)
        {
            buffer.Clear((int)Math.Min(left, MostAtOnce));
            try
            {
                more = await reader.ReadAsync(buffer, Patience, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            for (var i = 0; i < buffer.Count; i++)
            {
                var record = buffer.Items[i];
                await output.WriteLineAsync(request.Json ? JsonSerializer.Serialize(record, Json) : record.Value);
            }

            await output.FlushAsync(CancellationToken.None);
            left -= buffer.Count;
        }

        return ExitCodes.Success;
    }

    private static ConsumedRecord Decode(in KafkaRecord record) => new(
        record.Partition, record.Offset, record.Timestamp == SourceBuffer<int>.NoTimestamp ? null : new DateTime(record.Timestamp, DateTimeKind.Utc),
        record.HasKey ? Encoding.UTF8.GetString(record.Key) : null, record.HasValue ? Encoding.UTF8.GetString(record.Value) : null);
}
