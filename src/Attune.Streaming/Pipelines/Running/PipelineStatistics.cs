namespace Attune.Streaming.Pipelines.Running;

/// <summary>What a run of a pipeline has done so far: a view of its meters.</summary>
/// <param name="RecordsIn">Events read.</param>
/// <param name="RecordsOut">Results written.</param>
/// <param name="Late">Events that came after their window and the allowed lateness.</param>
/// <param name="Dropped">Events dropped because a buffer was full.</param>
/// <param name="DeadLetters">Events and pieces of input that could not be used.</param>
/// <param name="Watermark">The source's watermark; null before the first.</param>
/// <param name="StateCount">States held, over all workers.</param>
/// <param name="BufferFill">Fullest buffer, 0 to 1.</param>
/// <param name="LastCheckpoint">Number of the last durable checkpoint; null before the first.</param>
public sealed record PipelineStatistics(
    long RecordsIn, long RecordsOut, long Late, long Dropped, long DeadLetters, DateTime? Watermark, long StateCount, double BufferFill, long? LastCheckpoint);
