using System.Text;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Running.Checkpoints;

/// <summary>The steps of a pipeline as a checkpoint remembers them: state of other steps must not be taken for theirs.</summary>
/// <param name="Steps">Name and kind of each, in order. The kind says what its state depends on: the sort of operator, windows, aggregate, types.</param>
internal sealed record PipelineShape(IReadOnlyList<(string Name, string Kind)> Steps)
{
    /// <summary>Under this name the shape lies among the states; no step has it.</summary>
    public const string StateName = "$shape";

    private static readonly IStateSerializer<List<(string, string)>> Serializer = StateSerializer.For<List<(string, string)>>();

    /// <summary>The shape as bytes.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var writer = new StateWriter();
        Serializer.Write(writer, [.. Steps]);
        return writer.Written;
    }

    /// <summary>Checks that a checkpoint is this pipeline's.</summary>
    /// <exception cref="CheckpointException">It is not; the message says what differs.</exception>
    public void Check(string pipeline, Checkpoint checkpoint)
    {
        if (!checkpoint.States.TryGetValue(StateName, out var pieces) || pieces.Count != 1)
        {
            throw new CheckpointException($"Checkpoint {checkpoint.Id} of '{pipeline}' does not say which steps it is of.");
        }

        var saved = Serializer.Read(new StateReader(pieces[0]));
        var differences = new StringBuilder();
        for (var i = 0; i < Math.Max(saved.Count, Steps.Count); i++)
        {
            var (before, now) = (i < saved.Count ? Show(saved[i]) : "nothing", i < Steps.Count ? Show(Steps[i]) : "nothing");
            if (before != now)
            {
                differences.Append($" Step {i + 1} was {before} and is {now}.");
            }
        }

        if (differences.Length > 0)
        {
            throw new CheckpointException(
                $"Checkpoint {checkpoint.Id} of '{pipeline}' is of another pipeline:{differences} Give the changed pipeline another name, or remove its checkpoints to begin anew.");
        }
    }

    private static string Show((string Name, string Kind) step) => $"'{step.Name}' ({step.Kind})";
}
