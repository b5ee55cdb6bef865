namespace Attune.Cli.Streams;

/// <summary>What <c>attune stream run</c> says at the end.</summary>
internal sealed record StreamSummary(
    string Pipeline, string Ended, long? ResumedFrom, double Seconds, long RecordsIn, double RecordsPerSecond, long RecordsOut, long Late, long Dropped, long DeadLetters,
    DateTime? Watermark, long? Checkpoint);
