namespace Attune.Streaming.Pipelines.DeadLetters;

/// <summary>Keeps what a pipeline could not use. Safe for concurrent use.</summary>
public interface IDeadLetterSink
{
    /// <summary>Keeps one.</summary>
    ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken);
}
