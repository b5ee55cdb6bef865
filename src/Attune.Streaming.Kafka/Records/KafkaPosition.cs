using Attune.Streaming.Checkpoints;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Kafka.Records;

/// <summary>The next offset of each partition of a topic, as it stands in checkpoints.</summary>
internal sealed class KafkaPosition(string topic)
{
    private const int Version = 1;

    /// <summary>The topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>The next offset by partition.</summary>
    public SortedDictionary<int, long> Offsets { get; } = [];

    public ReadOnlyMemory<byte> ToBytes()
    {
        var writer = new StateWriter();
        writer.Write(Version);
        writer.WriteString(Topic);
        writer.Write(Offsets.Count);
        foreach (var (partition, offset) in Offsets)
        {
            writer.Write(partition);
            writer.Write(offset);
        }

        return writer.Written;
    }

    /// <summary>Reads a position.</summary>
    /// <exception cref="SourceException">The bytes are no position in a Kafka topic.</exception>
    public static KafkaPosition Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new StateReader(bytes);
            if (reader.Read<int>() is not Version)
            {
                throw new SourceException("The position is not one in a Kafka topic.");
            }

            var position = new KafkaPosition(reader.ReadString() ?? "");
            for (var count = reader.Read<int>(); count > 0; count--)
            {
                var partition = reader.Read<int>();
                position.Offsets[partition] = reader.Read<long>();
            }

            return reader.IsAtEnd ? position : throw new SourceException("The position is not one in a Kafka topic.");
        }
        catch (Exception error) when (error is CheckpointException or OverflowException)
        {
            throw new SourceException("The position is not one in a Kafka topic.", error);
        }
    }
}
