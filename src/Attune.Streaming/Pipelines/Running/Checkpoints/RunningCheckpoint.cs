using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>A checkpoint whose barrier is on its way or whose states are being saved.</summary>
/// <param name="Barrier">Collects the states.</param>
/// <param name="Position">The source's position at the barrier.</param>
/// <param name="Watermark">The watermarks' state at the barrier.</param>
/// <param name="Waiting">Those who asked for it.</param>
/// <param name="Started">When it began, by the clock's timestamp.</param>
internal sealed record RunningCheckpoint(
    Barrier Barrier, ReadOnlyMemory<byte> Position, ReadOnlyMemory<byte> Watermark, IReadOnlyList<TaskCompletionSource<long>> Waiting, long Started)
{
    /// <summary>What is to be saved: the states of the steps, by name and worker, and the pipeline's shape.</summary>
    public Checkpoint ToCheckpoint(PipelineShape shape, DateTimeOffset now)
    {
        var states = Barrier.States
            .GroupBy(each => each.Key.Operator, StringComparer.Ordinal)
            .ToDictionary(
                step => step.Key,
                IReadOnlyList<ReadOnlyMemory<byte>> (step) => [.. step.OrderBy(each => each.Key.Worker).Select(each => each.Value)],
                StringComparer.Ordinal);
        states[PipelineShape.StateName] = [shape.Write()];
        return new Checkpoint(Barrier.Checkpoint, now, Position, Watermark, states);
    }
}
