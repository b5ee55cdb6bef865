namespace Attune.Streaming.Sources;

/// <summary>Where events come from. A file, a corpus and a Kafka topic look the same from here.</summary>
public interface IEventSource
{
    /// <summary>Name of the stream that the events belong to.</summary>
    string Stream { get; }

    /// <summary>How many units (messages, lines) there are in all, once known, at first perhaps somewhat too high; null when it cannot be known.</summary>
    long? Total { get; }

    /// <summary>Reads the events. A batch carries how many units it completes, so that progress can be shown.</summary>
    /// <exception cref="SourceException">The input cannot be read at all.</exception>
    IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken);
}
