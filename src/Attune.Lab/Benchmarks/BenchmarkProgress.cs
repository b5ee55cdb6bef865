namespace Attune.Lab.Benchmarks;

/// <summary>Where a running benchmark is.</summary>
/// <param name="Suite">Its suite.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stage">What it is doing.</param>
/// <param name="Iteration">Iterations of the stage that are done.</param>
/// <param name="Iterations">Iterations that the stage will take at most.</param>
/// <param name="Value">The last iteration's figure; null before the first.</param>
public sealed record BenchmarkProgress(string Suite, string Name, BenchmarkStage Stage, int Iteration, int Iterations, double? Value);
