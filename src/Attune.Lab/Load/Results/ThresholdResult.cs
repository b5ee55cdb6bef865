namespace Attune.Lab.Load;

/// <summary>A threshold and what was measured.</summary>
/// <param name="Text">The threshold as written, for example <c>p95 &lt; 500ms</c>.</param>
/// <param name="Measured">The measured value with its unit, for example <c>212 ms</c>; <c>no data</c> without any.</param>
/// <param name="Passed">Whether it was kept. A threshold without data is not.</param>
public sealed record ThresholdResult(string Text, string Measured, bool Passed);
