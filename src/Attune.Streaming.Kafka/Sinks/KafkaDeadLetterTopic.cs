using System.Globalization;
using System.Text;
using Attune.Streaming.Kafka.Connections;
using Attune.Streaming.Pipelines.DeadLetters;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sinks;

/// <summary>
/// A topic of what could not be used. A record that a <see cref="KafkaSource{T}"/> cannot use is kept as it was, key, value and headers, with
/// headers that say why: <c>attune-reason</c>, <c>attune-detail</c>, <c>attune-topic</c>, <c>attune-partition</c>, <c>attune-offset</c>.
/// Of one that is larger than 900,000 bytes the beginning is kept, and <c>attune-truncated</c> says how long it was: brokers take 1 MB.
/// A failure of a later stage is kept as its text, with <c>attune-pipeline</c> and <c>attune-stage</c>. Safe for concurrent use.
/// </summary>
public sealed class KafkaDeadLetterTopic : IDeadLetterSink, IAsyncDisposable
{
    private const int MaxDetail = 2000;

    // With the headers of the reason it stays below the 1,000,000 bytes that a producer and a broker take where nothing else is set.
    private const int MaxBytes = 900_000;

    private readonly string _topic;
    private readonly RecordProducer _producer;

    /// <summary>Connects to a cluster. The profile is <see cref="KafkaProfile.Durable"/> whatever the options say.</summary>
    /// <exception cref="Attune.Configuration.ConfigurationException">The options are not usable.</exception>
    public KafkaDeadLetterTopic(KafkaOptions options, string topic)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        options.Validate();
        _topic = topic;
        _producer = new RecordProducer(ClientSettings.DurableProducer(options), maxInFlight: 10_000);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var headers = Reason(letter.Reason, letter.Detail);
        headers.Add("attune-pipeline", Encoding.UTF8.GetBytes(letter.Pipeline));
        headers.Add("attune-stage", Encoding.UTF8.GetBytes(letter.Stage));
        await _producer.MakeRoomAsync(cancellationToken);
        _producer.Send(_topic, new Message<RecordBytes, RecordBytes> { Value = RecordBytes.Of(Encoding.UTF8.GetBytes(letter.Content)), Headers = headers });
        await _producer.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    /// <summary>Sends a record as it was; <see cref="FlushAsync"/> tells whether it arrived.</summary>
    internal void Send(in KafkaRecord record, KafkaDecodeFailure failure)
    {
        var headers = Reason(failure.Reason, failure.Detail);
        headers.Add("attune-topic", Encoding.UTF8.GetBytes(record.Topic));
        headers.Add("attune-partition", Encoding.UTF8.GetBytes(record.Partition.ToString(CultureInfo.InvariantCulture)));
        headers.Add("attune-offset", Encoding.UTF8.GetBytes(record.Offset.ToString(CultureInfo.InvariantCulture)));
        var own = (record.Headers ?? []).Sum(header => header.Key.Length + (header.GetValueBytes()?.Length ?? 0));
        var room = MaxBytes;
        if (own <= room)
        {
            room -= own;
            foreach (var header in record.Headers ?? [])
            {
                headers.Add(header.Key, header.GetValueBytes());
            }
        }

        var key = record.Key[..Math.Min(record.Key.Length, room)];
        var value = record.Value[..Math.Min(record.Value.Length, room - key.Length)];
        if (own > MaxBytes || key.Length < record.Key.Length || value.Length < record.Value.Length)
        {
            headers.Add("attune-truncated", Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"headers of {own}, a key of {record.Key.Length}, a value of {record.Value.Length} bytes")));
        }

        _producer.Send(_topic, new Message<RecordBytes, RecordBytes>
        {
            Key = record.HasKey ? RecordBytes.Of(key.ToArray()) : default,
            Value = record.HasValue ? RecordBytes.Of(value.ToArray()) : default,
            Headers = headers,
        });
    }

    /// <summary>Completes when everything that was sent is durable.</summary>
    internal ValueTask FlushAsync(CancellationToken cancellationToken) => _producer.FlushAsync(cancellationToken);

    private static Headers Reason(string reason, string detail) =>
    [
        new Header("attune-reason", Encoding.UTF8.GetBytes(reason)),
        new Header("attune-detail", Encoding.UTF8.GetBytes(detail.Length <= MaxDetail ? detail : detail[..MaxDetail])),
    ];
}
