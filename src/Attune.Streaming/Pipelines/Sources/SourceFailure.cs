namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Input of a source that could not be used.</summary>
/// <param name="Reason">Short, countable reason, for example <c>bad-json</c>.</param>
/// <param name="Detail">What exactly was wrong, for a person to read.</param>
/// <param name="Position">Where in the source it stands, for example <c>line 12</c> or <c>partition 3, offset 99</c>.</param>
/// <param name="Content">The offending input, as far as it can be shown.</param>
public sealed record SourceFailure(string Reason, string Detail, string Position, string Content);
