using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines;

/// <summary>How a stream is parted by key.</summary>
public sealed record KeyOptions<TKey>
{
    /// <summary>Workers; 0 for the pipeline's setting. 0 to 255.</summary>
    public int Partitions { get; init; }

    /// <summary>Longest key if it is a text, in characters; an event with a longer one is a dead letter. Default 1,024.</summary>
    public int MaxKeyLength { get; init; } = 1024;

    /// <summary>Turns keys into bytes for checkpoints; null for <see cref="StateSerializer.For{T}"/>.</summary>
    public IStateSerializer<TKey>? Serializer { get; init; }
}
