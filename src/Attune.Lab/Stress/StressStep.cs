using Attune.Lab.Load;

namespace Attune.Lab.Stress;

/// <summary>One level of a stress test.</summary>
/// <param name="Load">The level, in <see cref="StressResult.LoadUnit"/>.</param>
/// <param name="Result">What was measured.</param>
/// <param name="Degradation">Why the level counts as degraded; null if it held.</param>
public sealed record StressStep(double Load, LoadResult Result, string? Degradation);
