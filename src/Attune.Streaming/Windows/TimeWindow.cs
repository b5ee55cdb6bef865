namespace Attune.Streaming.Windows;

/// <summary>A half-open interval of event time [<see cref="Start"/>, <see cref="End"/>).</summary>
/// <param name="Start">First instant inside, UTC.</param>
/// <param name="End">First instant after, UTC.</param>
public readonly record struct TimeWindow(DateTime Start, DateTime End);
