using System.Buffers.Text;
using System.Text;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Kafka.Tests;

/// <summary>Numbers as records: key n mod 16, value n.</summary>
public static class Numbered
{
    public static readonly IKafkaEncoder<int> Encoder = KafkaEncoders.From<int>((number, record) =>
    {
        Encoding.UTF8.GetBytes($"k{number % 16}", record.Key);
        Encoding.UTF8.GetBytes($"{number}", record.Value);
    });

    public static readonly IKafkaDecoder<int> Decoder = KafkaDecoders.From((in record) =>
        Utf8Parser.TryParse(record.Value, out int number, out var used) && used == record.Value.Length
            ? number
            : throw new FormatException("no number"));

    public static async Task WriteAsync(TestCluster cluster, string topic, IEnumerable<int> numbers, KafkaOptions? options = null)
    {
        await using var sink = new KafkaSink<int>(options ?? cluster.Options(), new KafkaSinkOptions { Topic = topic }, Encoder);
        await sink.OpenAsync(default);
        await sink.WriteAsync(numbers.ToArray(), default);
        await sink.FlushAsync(default);
    }

    /// <summary>Everything that is in the topic now, in the order of arrival.</summary>
    public static async Task<List<int>> ReadAsync(TestCluster cluster, string topic) =>
        await ReadAsync(new KafkaSource<int>(
            cluster.Options(), new KafkaSourceOptions { Topic = topic, StopAtEnd = true, StartAtCommitted = false, Group = $"{topic}-reader" }, Decoder));

    public static async Task<List<T>> ReadAsync<T>(IStreamSource<T> source)
    {
        await using var reader = await source.OpenAsync(null, default);
        return await ReadAsync(reader, _ => false);
    }

    /// <summary>Reads until the source ends or <paramref name="enough"/> says so.</summary>
    public static async Task<List<T>> ReadAsync<T>(ISourceReader<T> reader, Func<List<T>, bool> enough, int batch = 100)
    {
        var read = new List<T>();
        var buffer = new SourceBuffer<T>(batch);
        using var bound = new CancellationTokenSource(Testing.Eventually.Bound);
        while (!enough(read))
        {
            buffer.Clear(batch);
            var goesOn = await reader.ReadAsync(buffer, TimeSpan.FromMilliseconds(20), bound.Token);
            read.AddRange(buffer.Items);
            if (!goesOn)
            {
                break;
            }
        }

        return read;
    }
}
