using Attune.Streaming.Pipelines.DeadLetters;

namespace Attune.Streaming.Pipelines.Running;

/// <summary>What a step knows of the pipeline around it.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Stage">Name of the step, for example <c>2-window</c>: for dead letters, meters and checkpoints.</param>
/// <param name="Worker">Which of the workers runs it.</param>
/// <param name="Time">The clock.</param>
/// <param name="DeadLetters">Takes what could not be used.</param>
internal sealed record StepContext(string Pipeline, string Stage, int Worker, TimeProvider Time, DeadLetterRoute DeadLetters)
{
    /// <summary>Reports an event that failed; never throws.</summary>
    public void Report<T>(string reason, string detail, T item) => DeadLetters.Report(Stage, reason, detail, item);
}
