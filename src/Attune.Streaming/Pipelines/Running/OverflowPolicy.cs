namespace Attune.Streaming.Pipelines.Running;

/// <summary>What happens to events for a worker whose buffer is full. Watermarks and checkpoints always wait.</summary>
public enum OverflowPolicy
{
    /// <summary>The sender waits: back-pressure up to the source.</summary>
    Wait,

    /// <summary>The batch that would not fit is dropped for this worker, and counted.</summary>
    DropNewest,

    /// <summary>The batch that has waited longest is dropped for this worker, and counted.</summary>
    DropOldest,
}
