namespace Attune.Streaming.Pipelines.DeadLetters;

/// <summary>An event, or a piece of input, that could not be used.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Stage">Where it failed, for example <c>source</c> or <c>2-window</c>.</param>
/// <param name="Reason">Short, countable reason, for example <c>future-timestamp</c>.</param>
/// <param name="Detail">What exactly was wrong.</param>
/// <param name="Content">The event, as far as it can be shown, cut at 2,000 characters.</param>
public sealed record StreamDeadLetter(string Pipeline, string Stage, string Reason, string Detail, string Content);
