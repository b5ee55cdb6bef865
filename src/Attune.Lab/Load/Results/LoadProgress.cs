namespace Attune.Lab.Load;

/// <summary>State of a running load test, reported about once a second.</summary>
/// <param name="Latest">The last whole second; null before the first.</param>
/// <param name="Elapsed">Since the first due request.</param>
/// <param name="Planned">How long the run will take at most.</param>
/// <param name="Requests">Requests that got an outcome so far.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Errors">Failures by cause so far.</param>
public sealed record LoadProgress(
    LoadInterval? Latest, TimeSpan Elapsed, TimeSpan Planned, long Requests, long Failed, IReadOnlyDictionary<string, long> Errors);
