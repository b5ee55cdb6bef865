namespace Attune.Lab.Benchmarks.Running;

/// <summary>A step of a benchmark was stopped because it broke a limit.</summary>
internal sealed class StepStoppedException(BenchmarkOutcome outcome, string message) : Exception(message)
{
    public BenchmarkOutcome Outcome { get; } = outcome;
}
