namespace Attune.Lab.Stress;

/// <summary>State of a running stress test, reported before and after each level.</summary>
/// <param name="Level">The level that starts or has ended, in the test's unit.</param>
/// <param name="IsSearching">False while climbing, true while searching between a level that held and one that did not.</param>
/// <param name="Step">What came of it; null when it starts.</param>
public sealed record StressProgress(double Level, bool IsSearching, StressStep? Step);
